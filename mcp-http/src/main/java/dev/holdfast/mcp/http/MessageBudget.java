package dev.holdfast.mcp.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes of all messages that are being received or answered over HTTP, so that many long ones, or ones that
 * never come to their end, cannot fill the memory. The first bytes of each are free: what most messages need is never
 * refused for the sake of others. Thread-safe.
 */
final class MessageBudget {
    /** Whole messages that find room beside each other. */
    private static final int MESSAGES_HELD = 16;

    private static final int MEMORY_SHARE = 4;
    private static final int FREE_BYTES = 16 << 10;

    private final Semaphore bytes;

    /**
     * Room for as many messages as are usual, but for no more than a fair share of the memory, and for one in any case.
     */
    MessageBudget(int maxMessageBytes) {
        long usual = (long) MESSAGES_HELD * maxMessageBytes;
        long fair = Math.max(maxMessageBytes, Runtime.getRuntime().maxMemory() / MEMORY_SHARE);
        this.bytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, Math.min(usual, fair)));
    }

    /** The share of one message, to be given back when it has been answered. */
    Share open() {
        return new Share();
    }

    /** There is no room for more. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private ExhaustedException() {
            super("There is no room for the message", null, false, false);
        }
    }

    /** What one message holds. Not thread-safe. */
    final class Share implements AutoCloseable {
        private int read;
        private int taken;

        private Share() {}

        /** The same bytes, taken from the budget as they come. A read fails with {@link ExhaustedException}. */
        InputStream counted(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int count = super.read(into, offset, length);
                    take(Math.max(0, count));
                    return count;
                }
            };
        }

        private void take(int more) {
            read += more;
            int wanted = Math.max(0, read - FREE_BYTES) - taken;
            if (wanted > 0 && !bytes.tryAcquire(wanted)) {
                throw new ExhaustedException();
            }
            taken += wanted;
        }

        @Override
        public void close() {
            bytes.release(taken);
            taken = 0;
        }
    }
}
