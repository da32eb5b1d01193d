package dev.holdfast.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Reports when SIGTERM or SIGINT asks the process to stop, and delays its exit until this is closed. Open it before,
 * and so close it after, everything that must end in order.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "holdfast-stop"));
    }

    /** Returns when the process is asked to stop. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Asks the process to stop from within. */
    void ask() {
        asked.countDown();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void stop() {
        ask();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
