package dev.holdfast.engine.internal.commit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps further commands of one state waiting, until the command that holds it is done. */
final class Hold implements AutoCloseable {
    private final CountDownLatch released = new CountDownLatch(1);
    private final Runnable whenReleased;

    Hold(Runnable whenReleased) {
        this.whenReleased = whenReleased;
    }

    /** Waits until it is released, or for some time; does not end early when the caller is interrupted. */
    void await(Duration patience) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + patience.toNanos();
        boolean waiting = true;
        while (waiting) {
            try {
                released.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                waiting = false;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        whenReleased.run();
        released.countDown();
    }
}
