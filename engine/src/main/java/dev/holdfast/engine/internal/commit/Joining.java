package dev.holdfast.engine.internal.commit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for the end of threads that were told to end. */
public final class Joining {
    private static final Logger LOGGER = System.getLogger(Joining.class.getName());

    /** Far more than any step of work takes, so it passes only if the store itself does not answer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Joining() {}

    /**
     * Waits until a thread has ended, also if the caller is interrupted meanwhile: what it is doing should be over
     * before what it uses is closed. But a disk that does not answer must not keep a process alive, so after ten
     * seconds the caller goes on; what the thread leaves undone is then as after a crash. The interruption is kept for
     * afterwards.
     */
    public static void join(@Nullable Thread ending) {
        join(ending, System.nanoTime() + LONGEST.toNanos());
    }

    /** Waits likewise for several, ten seconds for all of them together. */
    static void joinAll(List<Thread> ending) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        ending.forEach(each -> join(each, deadline));
    }

    private static void join(@Nullable Thread ending, long deadline) {
        boolean interrupted = false;
        long left = deadline - System.nanoTime();
        while (ending != null && left > 0 && ending.isAlive()) {
            try {
                ending.join(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadline - System.nanoTime();
        }
        if (ending != null && ending.isAlive()) {
            LOGGER.log(Level.WARNING, ending.getName() + " does not end; it is not waited for any longer");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
