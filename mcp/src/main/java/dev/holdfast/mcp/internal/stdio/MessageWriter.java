package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.mcp.internal.wire.Reply;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Writes messages as lines, one at a time. Thread-safe. After the first failure it writes nothing more. */
final class MessageWriter {
    private static final System.Logger LOGGER = System.getLogger(MessageWriter.class.getName());
    private static final int PIECE_BYTES = 32 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    private volatile boolean broken;
    private volatile boolean writing;
    private volatile long progressAt;

    MessageWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out);
    }

    /** Writes one message, as {@link #write(Reply)} does. */
    void write(byte[] message) {
        write(pieces -> pieces.write(message));
    }

    /**
     * Writes an answer and flushes it; blocks while the client does not read. Does not throw if the client has
     * disconnected, since that is not a fault of the sender.
     */
    void write(Reply reply) {
        write(reply::writeTo);
    }

    /** What writes a message into a stream. */
    @FunctionalInterface
    private interface Written {
        void writeTo(OutputStream pieces) throws IOException;
    }

    private void write(Written message) {
        lock.lock();
        try {
            if (!broken) {
                progress();
                writing = true;
                message.writeTo(new Pieces());
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            broken = true;
            LOGGER.log(System.Logger.Level.INFO, "The client no longer accepts messages: " + e.getMessage());
        } finally {
            writing = false;
            lock.unlock();
        }
    }

    /** Tells what the client has taken after every whole piece. The rest goes out with what follows. */
    private final class Pieces extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += PIECE_BYTES) {
                int piece = Math.min(PIECE_BYTES, length - at);
                out.write(bytes, offset + at, piece);
                if (piece == PIECE_BYTES) {
                    out.flush();
                    progress();
                }
            }
        }
    }

    private void progress() {
        progressAt = System.nanoTime();
    }

    /** Whether a message is being written of which the client has taken nothing for that long. */
    boolean isStalled(Duration period) {
        return writing && System.nanoTime() - progressAt > period.toNanos();
    }

    /** Writes nothing more; a write that blocks goes on blocking its thread. */
    void giveUp() {
        broken = true;
    }
}
