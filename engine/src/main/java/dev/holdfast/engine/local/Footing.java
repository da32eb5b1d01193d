package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a store stands on, and whether it still is what the store opened. Files that are deleted, replaced or cut under
 * a store are not noticed by reading and writing them: an open file works on after its name is gone. So a client looks
 * at the names before it acknowledges anything, and now and then while it only reads. Safe for use by many threads.
 */
public final class Footing {
    /*
     * Two clients that stand on different files do not hear of each other. These rules keep one from acknowledging or
     * reading while the other does.
     *
     * - The number at FOOTING stands for the files. A client that finds other files than the number says refuses to
     *   open the store as long as another client uses it, and otherwise puts a new number there. All clients compare
     *   the number at every look, so one that stands on the files of before stops at once.
     * - If the file with the shared numbers itself is another one, nothing tells the other clients. But they look at
     *   its name at least every SELDOM. So a client that finds no number waits longer before it reads or writes
     *   anything: by then the others have looked, or will before they answer. Where there are data, it waits much
     *   longer, since another client may be about to write to them.
     */
    private static final long SELDOM_NANOS = Duration.ofMillis(2).toNanos();
    private static final Duration SETTLING_OF_NOTHING = Duration.ofMillis(4);
    private static final Duration SETTLING_OF_DATA = Duration.ofMillis(200);

    private final SharedMemory memory;
    private final long number;
    private final List<Part> parts;
    private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
    private volatile long looked;

    /** One of the things that a store stands on. */
    @FunctionalInterface
    public interface Part {
        /** What happened to it, for people to read, without saying when; null if it is as it was. */
        @Nullable String loss();
    }

    private Footing(SharedMemory memory, long number, List<Part> parts) {
        this.memory = memory;
        this.number = number;
        this.parts = List.copyOf(parts);
        this.looked = System.nanoTime() - SELDOM_NANOS;
    }

    /**
     * Begins to watch what a store stands on. The caller has the turn, unless the number {@linkplain #isFor is} for the
     * same files.
     *
     * @param memory the numbers that all clients of the store share
     * @param identity equal for all clients that stand on the same files, and for no others
     * @param used whether other clients use the store now
     * @throws StoreUnavailableException if others use it and stand on other files
     */
    public static Footing on(SharedMemory memory, Object identity, BooleanSupplier used, List<Part> parts) {
        long known = memory.get(SharedMemory.FOOTING);
        boolean same = isFor(known, identity);
        if (!same && known != 0 && used.getAsBoolean()) {
            throw StoreUnavailableException.unusable("files of the store were deleted or replaced while other"
                    + " programs have it open. Stop every program that uses the store, put back what is missing,"
                    + " and start again");
        }
        long number = same ? known : fresh(identity);
        if (!same) {
            memory.set(SharedMemory.FOOTING, number);
        }
        return new Footing(memory, number, parts);
    }

    /** Whether a client has opened the store by these numbers, with the same files. */
    public static boolean isFor(SharedMemory memory, Object identity) {
        return isFor(memory.get(SharedMemory.FOOTING), identity);
    }

    private static boolean isFor(long number, Object identity) {
        return number != 0 && (int) (number >>> Integer.SIZE) == identity.hashCode();
    }

    private static long fresh(Object identity) {
        long random = ThreadLocalRandom.current().nextInt() | 1L;
        return (long) identity.hashCode() << Integer.SIZE | (random & 0xffff_ffffL);
    }

    /** Whether a client has opened the store by these numbers before. */
    public static boolean isKnown(SharedMemory memory) {
        return memory.get(SharedMemory.FOOTING) != 0;
    }

    /**
     * Waits if no client has opened the store by these numbers: called before the store is read, so that others stop.
     *
     * @param empty whether the store has no data either
     */
    public static void settle(SharedMemory memory, boolean empty) {
        if (isKnown(memory)) {
            return;
        }
        boolean interrupted = false;
        long end = System.nanoTime() + (empty ? SETTLING_OF_NOTHING : SETTLING_OF_DATA).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks at everything.
     *
     * @throws StoreUnavailableException if something is lost, now or at any time before
     */
    public void require() {
        long now = System.nanoTime();
        if (isUnchanged()) {
            for (Part part : parts) {
                String loss = part.loss();
                if (loss != null) {
                    lose(loss);
                }
            }
            looked = now;
        }
        refuse();
    }

    /**
     * Looks at the shared numbers, and at everything if the last look was more than two milliseconds ago.
     *
     * @throws StoreUnavailableException if something is lost
     */
    public void requireLately() {
        if (!holds()) {
            refuse();
        }
    }

    /** The same as an answer: false once something is lost. */
    public boolean holds() {
        if (!isUnchanged()) {
            return false;
        }
        if (System.nanoTime() - looked < SELDOM_NANOS) {
            return true;
        }
        try {
            require();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Notes that something is lost. The first loss is the one that is told. */
    public void lose(String what) {
        lost.compareAndSet(null, what);
    }

    private boolean isUnchanged() {
        if (lost.get() != null) {
            return false;
        }
        try {
            if (memory.get(SharedMemory.FOOTING) != number) {
                lose("files of the store were replaced, as another program that opened it found,");
            }
        } catch (StoreUnavailableException | InternalError e) {
            lose("the file of the numbers that all clients share was cut");
        }
        return lost.get() == null;
    }

    private void refuse() {
        String loss = lost.get();
        if (loss != null) {
            throw StoreUnavailableException.lost(loss);
        }
    }
}
