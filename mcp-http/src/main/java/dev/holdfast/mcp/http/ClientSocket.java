package dev.holdfast.mcp.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection. One thread reads and one writes at a time; any thread may look and close, which ends
 * what is blocked.
 *
 * <p>While a request is being answered its connection is not read, so that the end of the client would go unnoticed. So
 * {@link #lookAhead} reads on another thread, and what it gets is handed to the next {@link #get}.
 */
final class ClientSocket implements HelidonSocket {
    /** A connection that waits costs this much; one that receives a lot reads more at once. */
    private static final int LEAST_BUFFER = 1 << 10;

    private static final int MOST_BUFFER = 32 << 10;
    private static final byte[] END = new byte[0];

    private final ReentrantLock turns = new ReentrantLock();
    private final SocketChannel channel;
    private final Peer remote;
    private final Peer local;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean reading;
    private volatile boolean writing;
    private volatile int buffer = LEAST_BUFFER;
    private @Nullable CompletableFuture<byte[]> ahead;

    ClientSocket(SocketChannel channel, Peer remote, Peer local) {
        this.channel = channel;
        this.remote = remote;
        this.local = local;
    }

    // --- Reading

    /** The bytes that come next; null at the end. */
    @Override
    public byte @Nullable [] get() {
        CompletableFuture<byte[]> running = beginReading();
        try {
            byte[] bytes = running == null ? next() : running.join();
            return bytes.length == 0 ? null : bytes;
        } finally {
            reading = false;
        }
    }

    private @Nullable CompletableFuture<byte[]> beginReading() {
        turns.lock();
        try {
            CompletableFuture<byte[]> running = ahead;
            ahead = null;
            reading = true;
            return running;
        } finally {
            turns.unlock();
        }
    }

    /**
     * Starts to read what is meant for later, unless the connection is being read already.
     *
     * @param gone runs if there is nothing more to come
     */
    void lookAhead(Runnable gone) {
        CompletableFuture<byte[]> next = new CompletableFuture<>();
        turns.lock();
        try {
            if (reading || ahead != null) {
                return;
            }
            ahead = next;
        } finally {
            turns.unlock();
        }
        boolean started = false;
        try {
            Thread.ofVirtual().name("mcp-http-ahead").start(() -> lookAhead(next, gone));
            started = true;
        } finally {
            if (!started) {
                next.complete(END);
            }
        }
    }

    private void lookAhead(CompletableFuture<byte[]> into, Runnable gone) {
        byte[] bytes = next();
        into.complete(bytes);
        if (bytes.length == 0) {
            gone.run();
        }
    }

    /** No bytes mean the end: of what the client sends, or of the connection. */
    private byte[] next() {
        try {
            ByteBuffer in = ByteBuffer.allocate(buffer);
            int count = channel.read(in);
            if (count <= 0) {
                return END;
            }
            received.addAndGet(count);
            buffer = in.hasRemaining() ? LEAST_BUFFER : Math.min(MOST_BUFFER, 4 * in.capacity());
            return in.hasRemaining() ? Arrays.copyOf(in.array(), count) : in.array();
        } catch (IOException e) {
            return END;
        }
    }

    /** Whether a thread waits for bytes of the client. */
    boolean isReading() {
        return reading;
    }

    long received() {
        return received.get();
    }

    // --- Writing

    @Override
    public void write(BufferData data) {
        writing = true;
        try {
            while (!data.consumed()) {
                ByteBuffer out = ByteBuffer.allocate(Math.min(MOST_BUFFER, Math.max(1, data.available())));
                data.writeTo(out, data.available());
                out.flip();
                while (out.hasRemaining()) {
                    sent.addAndGet(channel.write(out));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing = false;
        }
    }

    /** Whether a thread waits for the client to take bytes. */
    boolean isWriting() {
        return writing;
    }

    long sent() {
        return sent.get();
    }

    // --- The end

    /** Tells the client that no more is sent; it may still send. */
    void end() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no further use either way
        }
    }

    @Override
    public boolean isConnected() {
        return channel.isOpen();
    }

    // --- What the web server asks of a socket

    @Override
    public void idle() {}

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public int read(BufferData buffer) {
        throw new UnsupportedOperationException("A connection is read by get()");
    }

    @Override
    public PeerInfo remotePeer() {
        return remote;
    }

    @Override
    public PeerInfo localPeer() {
        return local;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return "http";
    }

    @Override
    public String childSocketId() {
        return Integer.toHexString(System.identityHashCode(this));
    }
}
