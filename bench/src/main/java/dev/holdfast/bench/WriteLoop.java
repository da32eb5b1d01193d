package dev.holdfast.bench;

import java.io.IOException;

/** One caller that writes one key after the other, each in its turn again with another value. */
final class WriteLoop {
    /** How many keys each caller has. */
    static final int KEYS = 100;

    private final StdioServer peer;
    private final Child host;
    private final int firstKey;
    private int calls = 1;

    WriteLoop(StdioServer peer, Child host, int firstKey) {
        this.peer = peer;
        this.host = host;
        this.firstKey = firstKey;
    }

    Load run(Setting setting) throws IOException {
        var latencies = new Latencies();
        long begin = System.nanoTime() + setting.warmUp().toNanos();
        long end = begin + setting.measured().toNanos();
        for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
            calls++;
            String answer = host.ask(peer.write().formatted(calls, firstKey + calls % KEYS, calls));
            if (!answer.contains("\"result\"") || answer.contains("\"isError\":true")) {
                throw new IOException(peer.name() + " refused a write: " + answer);
            }
            if (sent >= begin) {
                latencies.add(System.nanoTime() - sent);
            }
        }
        return Load.of(calls, latencies, setting.measured());
    }
}
