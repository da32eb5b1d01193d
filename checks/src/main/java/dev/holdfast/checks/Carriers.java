package dev.holdfast.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The platform threads that carry virtual threads. A virtual thread that never pauses keeps one for itself. */
public final class Carriers {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Carriers() {}

    /**
     * Whether another virtual thread gets to run while more threads than there are carriers do some work over and over.
     */
    public static boolean areSharedBy(Runnable work) throws InterruptedException {
        int carriers = Runtime.getRuntime().availableProcessors();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(carriers);
        List<Thread> working = new ArrayList<>();
        for (int i = 0; i < 4 * carriers; i++) {
            working.add(Thread.ofVirtual().start(() -> {
                begun.countDown();
                while (!over.get()) {
                    work.run();
                }
            }));
        }
        begun.await();
        boolean otherRan = Thread.ofVirtual().start(() -> {}).join(PATIENCE);
        over.set(true);
        for (Thread each : working) {
            each.join();
        }
        return otherRan;
    }
}
