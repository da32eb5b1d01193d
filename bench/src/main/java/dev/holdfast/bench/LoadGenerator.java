package dev.holdfast.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed loop: each connection sends its next request when the answer to the last has arrived. One thread serves all
 * connections and leaves the rest of the machine to the server. Confined to the thread that made it.
 */
final class LoadGenerator implements AutoCloseable {
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final Workload workload;
    private final Latencies latencies = new Latencies();
    private long sent;
    private long answered;

    LoadGenerator(int port, int count, Workload workload) throws IOException {
        this.workload = workload;
        selector = Selector.open();
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(server, selector));
        }
    }

    /** Loads the server, then counts for a while, then waits for the answers still under way. */
    static Load run(int port, int connections, Workload workload, Duration warmUp, Duration measured)
            throws IOException {
        try (var generator = new LoadGenerator(port, connections, workload)) {
            return generator.run(warmUp, measured);
        }
    }

    private Load run(Duration warmUp, Duration measured) throws IOException {
        for (Connection connection : connections) {
            connection.send(workload.request(sent++));
        }
        long begin = System.nanoTime() + warmUp.toNanos();
        long end = begin + measured.toNanos();
        int busy = connections.size();
        while (busy > 0) {
            selector.select();
            for (var key : selector.selectedKeys()) {
                var connection = (Connection) key.attachment();
                if (connection.advance() && !goOn(connection, begin, end)) {
                    busy--;
                }
            }
            selector.selectedKeys().clear();
        }
        return Load.of(answered, latencies, measured);
    }

    /** Counts the answer that has arrived and sends the next request; false if the time for that is over. */
    private boolean goOn(Connection connection, long begin, long end) throws IOException {
        long took = connection.nanosSinceSent();
        long now = System.nanoTime();
        connection.finish();
        answered++;
        if (now >= begin && now < end) {
            latencies.add(took);
        }
        if (now >= end) {
            latencies.addLate(took);
            return false;
        }
        connection.send(workload.request(sent++));
        return true;
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
