package dev.holdfast.store.jdbc;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A number in a file mapped into the memory of every client, odd while one of them makes a change visible and higher after.
 * Changed only by who has the turn, read by all.
 */
final class ChangeCounter {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private ChangeCounter(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The counter at the beginning of a file, which is made long enough. The mapping outlives the channel. */
    static ChangeCounter map(FileChannel channel) throws IOException {
        return new ChangeCounter(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    }

    long get() {
        return (long) LONG.getVolatile(memory, 0);
    }

    /** Makes an even number odd, and an odd one even. */
    void step() {
        LONG.setVolatile(memory, 0, get() + 1);
    }

    /** Makes the number even if a client died while it was odd. */
    void repair() {
        if (isOdd(get())) {
            step();
        }
    }

    static boolean isOdd(long count) {
        return (count & 1) != 0;
    }
}
