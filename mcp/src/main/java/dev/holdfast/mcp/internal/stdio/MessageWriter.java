package dev.holdfast.mcp.internal.stdio;

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
        this.out = out;
    }

    /**
     * Writes one message and flushes it; blocks while the client does not read. Does not throw if the client has
     * disconnected, since that is not a fault of the sender.
     */
    void write(byte[] message) {
        lock.lock();
        try {
            if (!broken) {
                progress();
                writing = true;
                writePieces(message);
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

    private void writePieces(byte[] message) throws IOException {
        for (int at = 0; at < message.length; at += PIECE_BYTES) {
            out.write(message, at, Math.min(PIECE_BYTES, message.length - at));
            out.flush();
            progress();
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
