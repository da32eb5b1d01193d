package dev.holdfast.engine.local;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A few numbers that every client of a store sees alike, mapped from a file into the memory of each. Each is read and
 * written whole. The kernel writes them to the disk when it likes: after power loss each is some value that it once
 * had.
 */
public final class SharedMemory {
    /** How many numbers there are; the first and the last two say who changes the store, and when. */
    public static final int NUMBERS = 8;

    /** The place of the change counter. */
    static final int CHANGES = 0;

    /** How often a process took the turn, and whether one waits for it. */
    static final int TURNS = NUMBERS - 2;

    static final int WANTED = NUMBERS - 1;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private SharedMemory(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The numbers at the beginning of a file, which is made long enough. The mapping outlives the channel. */
    public static SharedMemory map(FileChannel channel) throws IOException {
        return new SharedMemory(channel.map(FileChannel.MapMode.READ_WRITE, 0, NUMBERS * (long) Long.BYTES));
    }

    /** Numbers that only those see who have this object, all of them 0. */
    public static SharedMemory ofThisProcess() {
        return new SharedMemory(ByteBuffer.allocateDirect(NUMBERS * Long.BYTES));
    }

    /** The counter of changes. */
    public ChangeCounter changes() {
        return new ChangeCounter(this);
    }

    /** The number at a place from 0 to {@link #NUMBERS} - 1. */
    public long get(int place) {
        return (long) LONG.getVolatile(memory, place * Long.BYTES);
    }

    /** Changes the number at a place. Whatever the thread wrote before is visible to whoever sees the new number. */
    public void set(int place, long number) {
        LONG.setVolatile(memory, place * Long.BYTES, number);
    }
}
