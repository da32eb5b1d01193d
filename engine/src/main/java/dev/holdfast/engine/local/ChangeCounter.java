package dev.holdfast.engine.local;

/**
 * A number in memory shared by all clients of a store: odd while one of them makes a change visible, and higher
 * afterwards. Only the client that holds the turn changes it; all may read it, from any thread.
 */
public final class ChangeCounter {
    private final SharedMemory memory;

    ChangeCounter(SharedMemory memory) {
        this.memory = memory;
    }

    /** The number as it is now. */
    public long get() {
        return memory.get(SharedMemory.CHANGES);
    }

    /** Adds one: makes an even number odd, and an odd one even. The caller holds the turn. */
    public void step() {
        memory.set(SharedMemory.CHANGES, get() + 1);
    }

    /** Makes the number even if a client died while it was odd. The caller holds the turn. */
    public void repair() {
        if (isOdd(get())) {
            step();
        }
    }

    /** Whether a client is making a change, or died before it was done. */
    public static boolean isOdd(long count) {
        return (count & 1) != 0;
    }
}
