package dev.holdfast.mcp.internal.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** Writes messages as lines, one at a time. Thread-safe. After the first failure it writes nothing more. */
final class MessageWriter {
    private static final System.Logger LOGGER = System.getLogger(MessageWriter.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    private boolean broken;

    MessageWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes one message and flushes it. Does not throw if the client has disconnected, since that is not a fault of
     * the sender.
     */
    void write(byte[] message) {
        lock.lock();
        try {
            if (!broken) {
                out.write(message);
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            broken = true;
            LOGGER.log(System.Logger.Level.INFO, "The client no longer accepts messages: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
