package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One instance under load: {@code Instance ADDRESS WRITERS SECONDS}. Says {@code ready}, waits for a line, and prints
 * how many commands a second it did, and their p50 and p99 in milliseconds.
 */
final class Instance {
    private static final int STATES = 250;

    private Instance() {}

    public static void main(String[] args) throws IOException {
        int writers = Integer.parseInt(args[1]);
        try (Holdfast holdfast = Holdfast.open(args[0])) {
            List<State> states = LibraryBench.states(holdfast, STATES);
            System.out.println("ready");
            if (System.in.read() >= 0) {
                System.out.println(measure(holdfast, states, writers, Duration.ofSeconds(Long.parseLong(args[2]))));
            }
        }
    }

    private static String measure(Holdfast holdfast, List<State> states, int writers, Duration measured) {
        List<Latencies> latencies =
                Stream.generate(Latencies::new).limit(writers).toList();
        long counted = System.nanoTime() + measured.toNanos();
        double perSecond = Writers.perSecond(writers, measured, (thread, time) -> {
            long begun = System.nanoTime();
            LibraryBench.write(holdfast, states.get((int) ((thread + writers * time) % states.size())), thread);
            if (begun >= counted) {
                latencies.get(thread).add(System.nanoTime() - begun);
            }
        });
        Latencies all = new Latencies();
        latencies.forEach(all::addAll);
        return String.format(Locale.ROOT, "%f %f %f", perSecond, all.percentile(0.5), all.percentile(0.99));
    }
}
