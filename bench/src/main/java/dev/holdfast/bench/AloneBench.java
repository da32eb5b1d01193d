package dev.holdfast.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One caller over stdio with one call under way, beside what such a call cannot do without: a synced append on the same
 * disk, and a {@code ping} over the same pipe. The three take turns one by one: a disk that just synced syncs sooner,
 * and other load on the machine meets all.
 */
final class AloneBench {
    private static final int EVENT_BYTES = 430;
    private static final double BAR = 1.5;
    private static final String PING = """
        {"jsonrpc":"2.0","id":1,"method":"ping"}\
        """;
    private static final String CALL = """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}\
        """;

    private final Setting setting;

    AloneBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        for (DurableStore store : DurableStore.ALL) {
            if (store.isThere()) {
                Path folder = DurableStore.folder(setting);
                try (var disk = open(folder)) {
                    run(store.name() + " store", store.address(folder), disk, report);
                }
            }
        }
        run("memory store", "memory:", null, report);
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolveSibling(folder.getFileName() + ".sync"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** @param disk where the synced append goes; null if the store needs none */
    private void run(String name, String address, @Nullable FileChannel disk, Report report) throws IOException {
        var command = List.of(setting.launcher(), "stdio", "--standalone", "--store", address);
        try (var server = Child.start(command, setting.surroundings(), true)) {
            check(server.ask(StartBench.INITIALIZE));
            server.send(StartBench.INITIALIZED);
            check(server.ask(CALL.formatted("state_open", "{\"name\":\"alone\"}")));
            takeTurns(server, disk, setting.warmUp().toNanos());
            Times times = takeTurns(server, disk, setting.measured().toNanos());
            report.alone(name, times.writes, times.pings, times.syncs, disk == null ? 0 : BAR);
        }
    }

    /** How long each of the three took. */
    private static final class Times {
        private final Latencies writes = new Latencies();
        private final Latencies pings = new Latencies();
        private final Latencies syncs = new Latencies();
    }

    /** Something done once. */
    private interface Once {
        void run() throws IOException;
    }

    private static Times takeTurns(Child server, @Nullable FileChannel disk, long nanos) throws IOException {
        var times = new Times();
        var event = ByteBuffer.allocate(EVENT_BYTES);
        long end = System.nanoTime() + nanos;
        for (int turn = 0; System.nanoTime() < end; turn++) {
            String write = CALL.formatted("state_write", write(turn));
            measure(times.pings, () -> check(server.ask(PING)));
            measure(times.writes, () -> check(server.ask(write)));
            if (disk != null) {
                measure(times.syncs, () -> {
                    disk.write(event.clear());
                    disk.force(false);
                });
            }
        }
        return times;
    }

    private static void measure(Latencies times, Once once) throws IOException {
        long begun = System.nanoTime();
        once.run();
        times.add(System.nanoTime() - begun);
    }

    /** A value that is never the one before, since a write that changes nothing is not stored. */
    private static String write(int turn) {
        return """
            {"handle":"@alone","set":{"key %d":%d}}\
            """.formatted(turn % 10, System.nanoTime());
    }

    private static void check(String answer) throws IOException {
        if (!answer.contains("\"result\"") || answer.contains("\"isError\":true")) {
            throw new IOException("not a result: " + answer);
        }
    }
}
