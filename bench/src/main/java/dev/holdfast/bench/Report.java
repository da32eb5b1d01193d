package dev.holdfast.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects figures and prints them as the tables of docs/benchmarks.md. */
final class Report {
    private final List<String> http = new ArrayList<>();
    private final List<String> starts = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    void http(String tool, int connections, Load product, Load echo) {
        http.add(String.format(
                Locale.ROOT,
                "| `%s`, %d connections | %,.0f | %.2f | %.2f | %,.0f | %.2f |",
                tool,
                connections,
                product.perSecond(),
                product.p50(),
                product.p99(),
                echo.perSecond(),
                product.perSecond() / echo.perSecond()));
    }

    void start(String name, double millis, double residentIdle, double resident) {
        starts.add(String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.0f |", name, millis, residentIdle, resident));
    }

    void fact(String name, Object value) {
        facts.add(String.format(Locale.ROOT, "| %s | %s |", name, value));
    }

    void print(PrintStream out) {
        out.println("| over HTTP | calls/s | p50 ms | p99 ms | echo/s | ratio |");
        out.println("|---|---|---|---|---|---|");
        http.forEach(out::println);
        out.println();
        out.println("| stdio server | start to first answer, ms | resident then, MiB | after a write, MiB |");
        out.println("|---|---|---|---|");
        starts.forEach(out::println);
        out.println();
        out.println("| beside it | |");
        out.println("|---|---|");
        facts.forEach(out::println);
    }
}
