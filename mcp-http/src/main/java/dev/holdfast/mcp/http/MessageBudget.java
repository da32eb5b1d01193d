package dev.holdfast.mcp.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes of all messages that are being received or answered over HTTP, so that many long or endless ones
 * cannot exhaust the memory. The first bytes of each message are free, so that short messages, which are most, are
 * never refused because of others. Thread-safe.
 */
final class MessageBudget {
    /** How many messages of full length fit at once. */
    private static final int MESSAGES_HELD = 16;

    private static final int MEMORY_SHARE = 4;
    private static final int FREE_BYTES = 16 << 10;

    private final Semaphore bytes;

    /**
     * Room for the usual number of messages, but no more than a fair share of the memory, and always for one message.
     */
    MessageBudget(int maxMessageBytes) {
        long usual = (long) MESSAGES_HELD * maxMessageBytes;
        long fair = Math.max(maxMessageBytes, Runtime.getRuntime().maxMemory() / MEMORY_SHARE);
        this.bytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, Math.min(usual, fair)));
    }

    /** The share of one message, to be closed when the message has been answered. */
    Share open() {
        return new Share();
    }

    /** The budget is exhausted. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private ExhaustedException() {
            super("There is no room for the message", null, false, false);
        }
    }

    /** The bytes that one message holds. Not thread-safe. */
    final class Share implements AutoCloseable {
        private int read;
        private int taken;

        private Share() {}

        /**
         * A view of {@code in} that takes each byte read from the budget. Reads throw {@link ExhaustedException} if
         * there is no room.
         */
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
