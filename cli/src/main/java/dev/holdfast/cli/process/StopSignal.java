package dev.holdfast.cli.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reports when SIGTERM or SIGINT asks the process to stop, and delays its exit until this is closed, but not for ever.
 * Open it before, and so close it after, everything that must end in order.
 */
public final class StopSignal implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Begins to listen. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "holdfast-stop"));
    }

    /** Returns when the process is asked to stop. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Returns when the process is asked to stop, or after that time; says whether it was asked. */
    public boolean await(Duration most) throws InterruptedException {
        return asked.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the process to stop from within. */
    public void ask() {
        asked.countDown();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void stop() {
        ask();
        try {
            if (!closed.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("holdfast: what was under way did not end in time; stopping all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
