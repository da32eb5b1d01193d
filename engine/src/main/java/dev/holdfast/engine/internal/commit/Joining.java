package dev.holdfast.engine.internal.commit;

import org.jspecify.annotations.Nullable;

/** Waits for the end of threads that were told to end. */
public final class Joining {
    private Joining() {}

    /**
     * Waits until a thread has ended, also if the caller is interrupted meanwhile: what it is doing must be over before
     * what it uses is closed. The interruption is kept for afterwards.
     */
    public static void join(@Nullable Thread ending) {
        boolean interrupted = false;
        while (ending != null && ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
