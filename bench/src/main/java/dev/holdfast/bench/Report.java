package dev.holdfast.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects figures and prints them as the tables of docs/benchmarks.md. */
final class Report {
    private final List<String> http = new ArrayList<>();
    private final List<String> library = new ArrayList<>();
    private final List<String> ratios = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<String> alone = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final List<String> starts = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    void http(String tool, int connections, Load product, Load echo, double bar) {
        http.add(String.format(
                Locale.ROOT,
                "| `%s`, %d connections | %,.0f | %.2f | %.2f | %,.0f | %.2f | at least %s |",
                tool,
                connections,
                product.perSecond(),
                product.p50(),
                product.p99(),
                echo.perSecond(),
                product.perSecond() / echo.perSecond(),
                bar));
    }

    /** A rate against another; a bar of 0 means none. */
    void library(String name, double perSecond, String against, double other, double bar) {
        library.add(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %s | %,.0f | %.2f | %s |",
                name,
                perSecond,
                against,
                other,
                perSecond / other,
                bar == 0 ? "" : "at least " + bar));
    }

    /** A figure that may be at most so many times another. */
    void atMost(String name, double figure, double other, double bar) {
        ratios.add(String.format(
                Locale.ROOT, "| %s | %.2f | %.2f | %.2f | at most %s |", name, figure, other, figure / other, bar));
    }

    /** A caller alone, and beside another one that costs the server as much as it can. */
    void beside(String name, Load load, String bar) {
        beside.add(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.1f | %s |",
                name,
                load.perSecond(),
                load.p50(),
                load.p99(),
                load.longest(),
                bar));
    }

    /**
     * One caller's calls, one after the other, beside a ping and a synced append; a bar of 0 means none.
     *
     * @param syncs none if nothing is synced
     */
    void alone(String name, Latencies writes, Latencies pings, Latencies syncs, double bar) {
        double ping = pings.percentile(0.5);
        double sync = syncs.percentile(0.5);
        alone.add(String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.2f | %s |",
                name,
                writes.percentile(0.5),
                ping,
                sync,
                writes.percentile(0.5) / (ping + sync),
                bar == 0 ? "" : "at most " + bar));
    }

    void empty(Contender contender, Contender echo, Contender sdk) {
        var load = contender.median();
        empty.add(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.1f | %.2f | %.1f |",
                contender.name(),
                load.perSecond(),
                load.p50(),
                load.p99(),
                contender.processorMicros(),
                load.perSecond() / echo.median().perSecond(),
                load.perSecond() / sdk.median().perSecond()));
    }

    void start(String name, double millis, double residentIdle, double resident) {
        starts.add(String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.0f |", name, millis, residentIdle, resident));
    }

    void hosts(String name, int count, double millis, double memory, double perSecond, double p50, String kept) {
        hosts.add(String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %,.0f | %.2f | %s |",
                name,
                count,
                millis,
                memory,
                perSecond,
                p50,
                kept));
    }

    void fact(String name, Object value) {
        facts.add(String.format(Locale.ROOT, "| %s | %s |", name, value));
    }

    void print(PrintStream out) {
        out.println("| over HTTP | calls/s | p50 ms | p99 ms | echo/s | ratio | bar |");
        out.println("|---|---|---|---|---|---|---|");
        http.forEach(out::println);
        out.println();
        out.println("| one caller's `state_write` and `state_read` | calls/s | p50 ms | p99 ms | longest ms | bar |");
        out.println("|---|---|---|---|---|---|");
        beside.forEach(out::println);
        out.println();
        out.println(
                "| one `state_write` at a time over stdio | p50 ms | `ping`, ms | synced append, ms | ratio | bar |");
        out.println("|---|---|---|---|---|---|");
        alone.forEach(out::println);
        out.println();
        out.println("| durable commands, library | commands/s | beside | a second | ratio | bar |");
        out.println("|---|---|---|---|---|---|");
        library.forEach(out::println);
        out.println();
        out.println("| size | large | small | ratio | bar |");
        out.println("|---|---|---|---|---|");
        ratios.forEach(out::println);
        out.println();
        out.println(
                "| an empty tool | calls/s | p50 ms | p99 ms | processor time a call, us | of its echo | of the SDK |");
        out.println("|---|---|---|---|---|---|---|");
        empty.forEach(out::println);
        out.println();
        out.println("| stdio server | start to first answer, ms | memory then, MiB | after a write, MiB |");
        out.println("|---|---|---|---|");
        starts.forEach(out::println);
        out.println();
        out.println("| stdio server | hosts | all answer, ms | memory, MiB | writes/s | p50 ms | kept of 48 at once |");
        out.println("|---|---|---|---|---|---|---|");
        hosts.forEach(out::println);
        out.println();
        out.println("| beside it | |");
        out.println("|---|---|");
        facts.forEach(out::println);
    }
}
