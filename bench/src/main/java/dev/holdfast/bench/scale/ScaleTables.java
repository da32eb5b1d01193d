package dev.holdfast.bench.scale;

import java.util.List;
import java.util.Locale;

/** Prints the tables of {@code docs/scale.md}: {@code bench/scale}. */
final class ScaleTables {
    /** A load that is carried answers 99 of 100 commands within this time, in milliseconds. */
    static final double PATIENCE = 100;

    private static final double EVEN = 0;
    private static final double UNEVEN = 1;
    private static final double UNIT = 25;
    private static final List<Integer> TIMES = List.of(1, 10, 100, 1_000, 10_000);
    private static final double LEAST_SECONDS = 0.5;
    private static final double MOST_SECONDS = 10;
    private static final double COMMANDS = 50_000;

    private ScaleTables() {}

    public static void main(String[] args) {
        System.out.print(all());
    }

    static String all() {
        return capacities() + "\n" + growth();
    }

    /** How much each deployment carries, and what is full then. */
    private static String capacities() {
        var table = new StringBuilder("""
            | deployment | commands/s at most | at half of it: p50, p99 ms | full first | one hot state | full first |
            |---|---|---|---|---|---|
            """);
        for (Deployment deployment : Deployments.ALL) {
            double most = capacity(deployment, EVEN);
            double uneven = capacity(deployment, UNEVEN);
            Forecast half = run(deployment, most / 2, EVEN);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f, %.1f | %s | %,d | %s |%n",
                    deployment.name(),
                    Math.round(most / 100) * 100,
                    half.median(),
                    half.worst(),
                    run(deployment, most, EVEN).fullest(),
                    Math.round(uneven / 100) * 100,
                    run(deployment, uneven, UNEVEN).fullest()));
        }
        return table.toString();
    }

    /** What each deployment does with a load that grows. */
    private static String growth() {
        var table = new StringBuilder("| commands/s |");
        Deployments.ALL.forEach(
                deployment -> table.append(' ').append(deployment.name()).append(" |"));
        table.append("\n|---|").append("---|".repeat(Deployments.ALL.size())).append('\n');
        for (int times : TIMES) {
            table.append(String.format(Locale.ROOT, "| %,d: %,d× |", Math.round(UNIT * times), times));
            Deployments.ALL.forEach(deployment -> table.append(cell(deployment, UNIT * times)));
            table.append('\n');
        }
        return table.toString();
    }

    private static String cell(Deployment deployment, double perSecond) {
        Forecast outcome = run(deployment, perSecond, EVEN);
        return outcome.carried(PATIENCE)
                ? String.format(Locale.ROOT, " p99 %.1f ms, %s |", outcome.worst(), outcome.load())
                : " too much |";
    }

    private static double capacity(Deployment deployment, double skew) {
        double tooMuch = 1.1e6 * deployment.instances() * deployment.cores() / deployment.callCost();
        double carried = tooMuch / 64;
        while (tooMuch / carried > 1.03) {
            double between = Math.sqrt(carried * tooMuch);
            if (run(deployment, between, skew).carried(PATIENCE)) {
                carried = between;
            } else {
                tooMuch = between;
            }
        }
        return carried;
    }

    private static Forecast run(Deployment deployment, double perSecond, double skew) {
        double seconds = Math.clamp(COMMANDS / perSecond, LEAST_SECONDS, MOST_SECONDS);
        return Simulation.run(deployment, new CommandLoad(perSecond, skew), seconds);
    }
}
