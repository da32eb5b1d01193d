package dev.holdfast.cli.background;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the heap of a process that runs for days as small as what is in use allows. The serial collector lets the old
 * generation grow to its limit before it looks at it: half a gigabyte of what is in use no more, where a few megabytes
 * are. For one thread.
 */
public final class HeapCare {
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Below this, collecting costs more than it gives back. */
    static final long SMALL = 48 << 20;

    /** How much of the heap may lie about, as a multiple of what was in use at the last collection. */
    static final int SLACK = 3;

    private final LongSupplier used;
    private final Runnable collection;
    private long inUse;

    /**
     * The heap as told.
     *
     * @param used how many bytes of it are taken, whether in use or not
     * @param collection frees those that are not in use
     */
    HeapCare(LongSupplier used, Runnable collection) {
        this.used = used;
        this.collection = collection;
    }

    /** Looks after the heap of this process from now on. */
    public static void begin() {
        Runtime runtime = Runtime.getRuntime();
        var care = new HeapCare(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
        Thread.ofVirtual().name("holdfast-heap").start(care::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects if too much lies about. */
    void look() {
        if (used.getAsLong() > Math.max(SMALL, SLACK * inUse)) {
            collection.run();
            inUse = used.getAsLong();
        }
    }
}
