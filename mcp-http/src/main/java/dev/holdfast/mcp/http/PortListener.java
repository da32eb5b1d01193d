package dev.holdfast.mcp.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Accepts connections until it is closed, whatever fails: a process without file descriptors, memory or threads may
 * have some again in a moment. Thread-safe.
 */
final class PortListener implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    /** What the system buffers of answers that a client does not take; it would grow to megabytes by itself. */
    private static final int UNTAKEN_BYTES = 256 << 10;

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Takes the next connection from a port. */
    @FunctionalInterface
    interface Door {
        SocketChannel accept(ServerSocketChannel port) throws IOException;
    }

    private final SparseLog failures = new SparseLog("No connection could be accepted");
    private final ServerSocketChannel port;
    private final Door door;
    private final HttpProtocol protocol;
    private final ConnectionLimits limits;
    private final Connections connections;

    private PortListener(ServerSocketChannel port, Door door, HttpProtocol protocol, ConnectionLimits limits) {
        this.port = port;
        this.door = door;
        this.protocol = protocol;
        this.limits = limits;
        this.connections = new Connections(limits);
    }

    /**
     * Binds an address and begins to accept.
     *
     * @throws IOException if the address cannot be bound
     */
    static PortListener open(InetSocketAddress address, Door door, HttpProtocol protocol, ConnectionLimits limits)
            throws IOException {
        ServerSocketChannel port = ServerSocketChannel.open();
        try {
            port.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            port.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
        PortListener listener = new PortListener(port, door, protocol, limits);
        Thread.ofPlatform().daemon(false).name("mcp-http-listener").start(listener::listen);
        return listener;
    }

    private void listen() {
        while (port.isOpen()) {
            try {
                admit(door.accept(port));
            } catch (IOException | RuntimeException | Error e) {
                if (port.isOpen()) {
                    recover(e);
                }
            }
        }
    }

    private void recover(Throwable failure) {
        try {
            connections.makeRoom();
            failures.add(String.valueOf(failure.getMessage()));
            Thread.sleep(PAUSE);
        } catch (InterruptedException | RuntimeException | Error e) {
            // the next attempt may find better conditions
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        boolean serving = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, UNTAKEN_BYTES);
            HttpConnection connection = new HttpConnection(channel, protocol, limits);
            if (connections.enter(connection)) {
                start(connection);
                serving = true;
            }
        } finally {
            if (!serving) {
                channel.close();
            }
        }
    }

    private void start(HttpConnection connection) {
        boolean started = false;
        try {
            Thread.ofVirtual().name("mcp-http-connection").start(() -> serve(connection));
            started = true;
        } finally {
            if (!started) {
                connections.leave(connection);
            }
        }
    }

    private void serve(HttpConnection connection) {
        try {
            connection.serve();
        } finally {
            connections.leave(connection);
        }
    }

    /** The port that was bound. */
    int number() {
        return port.socket().getLocalPort();
    }

    /** How many connections are open. */
    int connections() {
        return connections.count();
    }

    /** Stops to accept, and ends all connections, see {@link Connections#close()}. */
    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            // it accepts nothing more either way
        }
        connections.close();
        protocol.close();
    }
}
