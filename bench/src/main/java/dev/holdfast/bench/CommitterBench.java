package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The processor time that the engine's own threads spend on a command: what all callers of a store share. */
final class CommitterBench {
    private static final int STATES = 1_000;

    /** Those that take, decide, encode and append; the store's own threads are not among them. */
    private static final Set<String> THREADS = Set.of("holdfast-committer", "holdfast-decider");

    private final Setting setting;

    CommitterBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            report.fact("memory: processor time of the committer a command, µs (bar: 7)", micros(holdfast));
        }
        for (DurableStore store : DurableStore.ALL) {
            if (store.isThere()) {
                try (Holdfast holdfast = store.open(DurableStore.folder(setting))) {
                    report.fact(
                            store.name() + ": processor time of the committer a command, µs (bar: 7)",
                            micros(holdfast));
                }
            }
        }
    }

    private String micros(Holdfast holdfast) {
        return String.format(Locale.ROOT, "%.1f", micros(setting, holdfast, CommitterBench::processorNanos));
    }

    /**
     * The processor time of a command, in microseconds, while 64 writers send as many as they can.
     *
     * @param processorNanos tells the processor time used so far
     */
    static double micros(Setting setting, Holdfast holdfast, LongSupplier processorNanos) {
        List<State> states = LibraryBench.states(holdfast, STATES);
        var commands = new LongAdder();
        Writers.perSecond(Writers.COUNT, setting.warmUp(), (thread, time) -> write(holdfast, states, thread, time));
        long before = processorNanos.getAsLong();
        Writers.perSecond(Writers.COUNT, setting.measured(), (thread, time) -> {
            write(holdfast, states, thread, time);
            commands.increment();
        });
        return (processorNanos.getAsLong() - before) / 1e3 / commands.sum();
    }

    private static void write(Holdfast holdfast, List<State> states, int thread, long time) {
        LibraryBench.write(holdfast, states.get((int) ((thread + Writers.COUNT * time) % STATES)), thread);
    }

    private static long processorNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && THREADS.contains(info.getThreadName()))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .sum();
    }
}
