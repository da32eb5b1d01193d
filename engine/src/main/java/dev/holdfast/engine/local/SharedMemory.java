package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
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
     * How many numbers there are; the first and the last three are used by {@link ChangeCounter}, {@link Footing}
     * and {@link TurnFile}.
     */
    public static final int NUMBERS = 8;

    /** The size of a file that holds them. */
    static final long BYTES = NUMBERS * (long) Long.BYTES;

    /** The index of the change counter. */
    static final int CHANGES = 0;

    /** The index of the number that stands for the files of the store. */
    static final int FOOTING = NUMBERS - 3;

    /** The indexes of how often a process took the turn, and of whether a process waits for it. */
    static final int TURNS = NUMBERS - 2;

    static final int WANTED = NUMBERS - 1;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int CALLS = 3;

    private final ByteBuffer memory;

    private SharedMemory(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * Maps the numbers at the beginning of a file, which is extended if necessary. The mapping outlives the channel.
     */
    public static SharedMemory map(FileChannel channel) throws IOException {
        if (channel.size() < BYTES) {
            // Takes up room for all of them: a page without room on the disk cannot be written to once it is mapped.
            // The
            // one byte belongs to a flag, so it does no harm if other clients use the numbers already.
            channel.write(ByteBuffer.allocate(1), BYTES - 1);
        }
        return new SharedMemory(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }

    /** Numbers that only users of the returned object share, all of them 0. */
    public static SharedMemory ofThisProcess() {
        return new SharedMemory(ByteBuffer.allocateDirect(NUMBERS * Long.BYTES));
    }

    /** The counter of changes. */
    public ChangeCounter changes() {
        return new ChangeCounter(this);
    }

    /**
     * The number at an index from 0 to {@link #NUMBERS} - 1.
     *
     * @throws StoreUnavailableException if the file was cut and no longer holds the numbers
     */
    public long get(int place) {
        try {
            return read(place, CALLS);
        } catch (InternalError e) {
            throw cut();
        }
    }

    /**
     * Changes the number at an index. A thread that reads the new number also sees all that this thread wrote before.
     *
     * @throws StoreUnavailableException if the file was cut and no longer holds the numbers
     */
    public void set(int place, long number) {
        try {
            write(place, number, CALLS);
        } catch (InternalError e) {
            throw cut();
        }
    }

    /*
     * The error for an access that failed is thrown when the compiled method that made it returns, in the method that
     * called it. So the access must be in a call that is not inlined into the method that catches the error. The JVM
     * inlines one level of a recursion and calls the next.
     */

    private long read(int place, int calls) {
        return calls > 0 ? read(place, calls - 1) : (long) LONG.getVolatile(memory, place * Long.BYTES);
    }

    private void write(int place, long number, int calls) {
        if (calls > 0) {
            write(place, number, calls - 1);
        } else {
            LONG.setVolatile(memory, place * Long.BYTES, number);
        }
    }

    /** The kernel has no page for the address, because the file is shorter than what was mapped of it. */
    private static StoreUnavailableException cut() {
        return StoreUnavailableException.lost("the file of the numbers that all clients share was cut");
    }
}
