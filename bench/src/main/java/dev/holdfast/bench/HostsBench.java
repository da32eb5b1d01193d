package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Several hosts on one store, each with a stdio server of its own: how soon all of them answer, what that takes of the
 * machine's memory, what they write one call after the other, and what is left of 48 parallel calls.
 */
final class HostsBench {
    private static final List<StdioServer> PEERS =
            List.of(StdioServer.SHARED, StdioServer.STANDALONE, StdioServer.MEMORY, StdioServer.KEEPER);
    private static final int[] COUNTS = {1, 4, 8};
    private static final int PARALLEL = 48;
    private static final int CALLERS = 64;
    private static final Pattern KEPT = Pattern.compile("kept-\\d+");

    private final Setting setting;

    HostsBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        for (StdioServer peer : PEERS) {
            if (!peer.isThere(setting)) {
                report.fact(peer.name(), "skipped: it could not be installed");
                continue;
            }
            int kept = kept(peer);
            for (int count : COUNTS) {
                measure(report, peer, count, kept);
            }
        }
        for (DurableStore store : DurableStore.ALL) {
            double one = sameCallers(store, 1);
            double four = sameCallers(store, 4);
            report.library(
                    store.name() + ": 64 callers over stdio, from 4 hosts", four, "the same from one host", one, 0.8);
        }
    }

    private void measure(Report report, StdioServer peer, int count, int kept) throws IOException {
        setting.stop();
        Path folder = DurableStore.folder(setting);
        long begun = System.nanoTime();
        List<Child> hosts = hosts(peer, count, folder);
        try {
            double millis = (System.nanoTime() - begun) / 1e6;
            List<Load> loads =
                    together(hosts, (host, number) -> new WriteLoop(peer, host, number * WriteLoop.KEYS).run(setting));
            report.hosts(peer.name(), count, millis, memory(hosts), sum(loads), p50(loads), kept + " of " + PARALLEL);
        } finally {
            close(hosts);
        }
    }

    /** Starts them at once, and returns when all have answered. */
    private List<Child> hosts(StdioServer peer, int count, Path folder) throws IOException {
        List<Child> hosts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hosts.add(peer.start(setting, folder));
        }
        for (Child host : hosts) {
            host.send(StartBench.INITIALIZE);
        }
        for (Child host : hosts) {
            host.receive();
            host.send(StartBench.INITIALIZED);
        }
        return hosts;
    }

    /** MiB of all their processes and of the one that they share, pages that several use counted in shares. */
    private double memory(List<Child> hosts) throws IOException {
        double sum = 0;
        for (long pid : setting.shared()) {
            sum += Memory.mebibytes(pid);
        }
        for (Child host : hosts) {
            sum += Memory.ofTree(host.handle());
        }
        return sum;
    }

    private int kept(StdioServer peer) throws IOException {
        setting.stop();
        Child host = hosts(peer, 1, DurableStore.folder(setting)).getFirst();
        try (host) {
            for (int i = 0; i < PARALLEL; i++) {
                host.send(peer.write().formatted(i + 2, i, i));
            }
            for (int i = 0; i < PARALLEL; i++) {
                if (!host.receive().contains("\"result\"")) {
                    throw new IOException(peer.name() + " refused a write");
                }
            }
            String all = host.ask(peer.read().formatted(PARALLEL + 2));
            return (int) KEPT.matcher(all)
                    .results()
                    .map(each -> each.group())
                    .distinct()
                    .count();
        }
    }

    /** Increments a second of one counter, by the same number of callers however many hosts there are. */
    private double sameCallers(DurableStore store, int count) throws IOException {
        setting.stop();
        Path folder = DurableStore.folder(setting);
        StdioServer peer = new StdioServer(
                store.name(),
                (any, place) -> List.of(setting.launcher(), "stdio", "--store", store.address(place)),
                "",
                "");
        List<Child> hosts = hosts(peer, count, folder);
        try {
            hosts.getFirst().ask(Calls.body("state_open", "{\"name\":\"bench\",\"data\":{\"visits\":0}}"));
            String call = Calls.bodyWithId("state_write", "{\"handle\":\"@bench\",\"increment\":{\"visits\":1}}");
            return sum(together(
                    hosts,
                    (host, number) ->
                            new StdioLoad(host, CALLERS / count, call).run(setting.warmUp(), setting.measured())));
        } finally {
            close(hosts);
        }
    }

    private interface Share {
        Load run(Child host, int number) throws IOException;
    }

    private static List<Load> together(List<Child> hosts, Share share) throws IOException {
        try (var threads = Executors.newFixedThreadPool(hosts.size())) {
            List<Callable<Load>> shares = new ArrayList<>();
            for (int i = 0; i < hosts.size(); i++) {
                int number = i;
                shares.add(() -> share.run(hosts.get(number), number));
            }
            List<Load> loads = new ArrayList<>();
            for (Future<Load> each : threads.invokeAll(shares)) {
                loads.add(each.get());
            }
            return loads;
        } catch (ExecutionException e) {
            throw new IOException("a host failed", e);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static double sum(List<Load> loads) {
        return loads.stream().mapToDouble(Load::perSecond).sum();
    }

    private static double p50(List<Load> loads) {
        return Load.median(loads).p50();
    }

    private static void close(List<Child> hosts) throws IOException {
        for (Child host : hosts) {
            host.close();
        }
    }
}
