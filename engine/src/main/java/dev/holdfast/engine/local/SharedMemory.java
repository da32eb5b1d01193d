package dev.holdfast.engine.local;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A few numbers that all clients of a store share, mapped from a file into the memory of each process. Each is read and
 * written atomically, from any thread. The kernel writes them to disk at any time: after power loss each has some value
 * that it once had.
 */
public final class SharedMemory {
    /**
     * How many numbers there are; the first and the last two are used by {@link ChangeCounter} and {@link TurnFile}.
     */
    public static final int NUMBERS = 8;

    /** The index of the change counter. */
    static final int CHANGES = 0;

    /** The indexes of how often a process took the turn, and of whether a process waits for it. */
    static final int TURNS = NUMBERS - 2;

    static final int WANTED = NUMBERS - 1;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private SharedMemory(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * Maps the numbers at the beginning of a file, which is extended if necessary. The mapping outlives the channel.
     */
    public static SharedMemory map(FileChannel channel) throws IOException {
        return new SharedMemory(channel.map(FileChannel.MapMode.READ_WRITE, 0, NUMBERS * (long) Long.BYTES));
    }

    /** Numbers that only users of the returned object share, all of them 0. */
    public static SharedMemory ofThisProcess() {
        return new SharedMemory(ByteBuffer.allocateDirect(NUMBERS * Long.BYTES));
    }

    /** The counter of changes. */
    public ChangeCounter changes() {
        return new ChangeCounter(this);
    }

    /** The number at an index from 0 to {@link #NUMBERS} - 1. */
    public long get(int place) {
        return (long) LONG.getVolatile(memory, place * Long.BYTES);
    }

    /**
     * Changes the number at an index. A thread that reads the new number also sees all that this thread wrote before.
     */
    public void set(int place, long number) {
        LONG.setVolatile(memory, place * Long.BYTES, number);
    }
}
