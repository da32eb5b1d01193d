package dev.holdfast.engine.local;

/**
 * A number in the memory that clients share, odd while one of them makes a change visible and higher after. Changed
 * only by who has the turn, read by all.
 */
public final class ChangeCounter {
    private final SharedMemory memory;

    ChangeCounter(SharedMemory memory) {
        this.memory = memory;
    }

    public long get() {
        return memory.get(SharedMemory.CHANGES);
    }

    /** Makes an even number odd, and an odd one even. */
    public void step() {
        memory.set(SharedMemory.CHANGES, get() + 1);
    }

    /** Makes the number even if a client died while it was odd. */
    public void repair() {
        if (isOdd(get())) {
            step();
        }
    }

    /** Whether somebody is at work, or died before saying that it is done. */
    public static boolean isOdd(long count) {
        return (count & 1) != 0;
    }
}
