package dev.holdfast.bench;

import dev.holdfast.engine.spi.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Durable commands a second on stores that instances share, with one, two and four of them, beside raw appends of the
 * same bytes to the same server: {@code InstancesBench SECONDS ADDRESS...}; started by {@code bench/stores}.
 */
final class InstancesBench {
    private final int seconds;

    private InstancesBench(int seconds) {
        this.seconds = seconds;
    }

    /** What some instances did together: p50 and p99 are those of the slowest, `processor` what all of them used. */
    private record Result(double perSecond, double p50, double p99, double processor) {
        static final Result NONE = new Result(0, 0, 0, 0);

        Result plus(String line, double used) {
            String[] figures = line.split(" ", -1);
            return new Result(
                    perSecond + Double.parseDouble(figures[0]),
                    Math.max(p50, Double.parseDouble(figures[1])),
                    Math.max(p99, Double.parseDouble(figures[2])),
                    processor + used);
        }
    }

    public static void main(String[] args) throws IOException {
        var bench = new InstancesBench(Integer.parseInt(args[0]));
        System.out.println("| store | instances | commands/s | p50 ms | p99 ms | of one instance | raw appends/s"
                + " | of raw | bar | processors of the instances |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String address : List.of(args).subList(1, args.length)) {
            bench.run(SharedStore.at(address), address);
        }
    }

    private void run(SharedStore store, String address) throws IOException {
        double raw = raw(store, address);
        double alone = 0;
        for (int count = 1; count <= 4; count *= 2) {
            Result result = together(address, count);
            alone = count == 1 ? result.perSecond : alone;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %.1f | %.1f | %.2f | %,.0f | %.2f | %s | %.2f |%n",
                    store.name(),
                    count,
                    result.perSecond,
                    result.p50,
                    result.p99,
                    result.perSecond / alone,
                    raw,
                    result.perSecond / raw,
                    count == 1 ? store.bar() : "",
                    result.processor);
        }
    }

    private double raw(SharedStore store, String address) throws IOException {
        Bytes event = Bytes.wrap(new byte[LibraryBench.EVENT_BYTES]);
        try (var writers = new RawWriters(store.raw().open(address))) {
            return Writers.perSecond(
                    Writers.COUNT,
                    Duration.ofSeconds(seconds),
                    (thread, time) -> writers.append(new Raw.Row("st_" + thread, time, event)));
        }
    }

    private Result together(String address, int count) throws IOException {
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                children.add(start(address, Writers.COUNT / count));
                children.getLast().receive();
            }
            List<Duration> before = children.stream().map(Child::processorTime).toList();
            for (Child child : children) {
                child.send("go");
            }
            Result result = Result.NONE;
            for (int i = 0; i < count; i++) {
                String line = children.get(i).receive();
                Duration used = children.get(i).processorTime().minus(before.get(i));
                result = result.plus(line, used.toMillis() / 2000.0 / seconds);
            }
            return result;
        } finally {
            for (Child child : children) {
                child.close();
            }
        }
    }

    private Child start(String address, int writers) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        return Child.start(
                List.of(java, "-cp", classes, Instance.class.getName(), address, "" + writers, "" + seconds),
                Map.of(),
                true);
    }
}
