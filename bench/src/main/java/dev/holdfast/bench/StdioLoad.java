package dev.holdfast.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The closed loop of {@link LoadGenerator} over the standard streams of a process: so many calls are always under way.
 */
final class StdioLoad {
    private static final int ID = "{\"jsonrpc\":\"2.0\",\"id\":".length();

    private final Child server;
    private final List<String> calls;
    private final long[] sentAt;
    private final Latencies latencies = new Latencies();

    /** @param call a request with {@code %d} for its id */
    StdioLoad(Child server, int underWay, String call) {
        this.server = server;
        this.calls = IntStream.range(0, underWay).mapToObj(call::formatted).toList();
        this.sentAt = new long[underWay];
    }

    Load run(Duration warmUp, Duration measured) throws IOException {
        for (int id = 0; id < sentAt.length; id++) {
            send(id);
        }
        long begin = System.nanoTime() + warmUp.toNanos();
        long end = begin + measured.toNanos();
        int busy = sentAt.length;
        long answered = 0;
        while (busy > 0) {
            int id = answered(server.receive());
            long now = System.nanoTime();
            answered++;
            if (now >= begin && now < end) {
                latencies.add(now - sentAt[id]);
            }
            if (now < end) {
                send(id);
            } else {
                busy--;
            }
        }
        return Load.of(answered, latencies, measured);
    }

    private void send(int id) throws IOException {
        sentAt[id] = System.nanoTime();
        server.send(calls.get(id));
    }

    private static int answered(String answer) throws IOException {
        int comma = answer.indexOf(',', ID);
        if (comma < 0 || !answer.startsWith(",\"result\":", comma)) {
            throw new IOException("refused: " + answer);
        }
        return Integer.parseInt(answer.substring(ID, comma));
    }
}
