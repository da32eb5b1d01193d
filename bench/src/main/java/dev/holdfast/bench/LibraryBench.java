package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Durable commands through the library, against the same bytes made durable in the simplest way. */
final class LibraryBench {
    private static final int STATES = 1_000;

    /** The stored size of one command of the load below, within ten bytes. */
    static final int EVENT_BYTES = 430;

    private final Setting setting;

    LibraryBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        for (DurableStore store : DurableStore.ALL) {
            if (!store.isThere()) {
                report.fact("durable commands, " + store.name() + " store", "skipped: this build has none");
                continue;
            }
            double raw = raw(setting, store, Writers.COUNT);
            double many = library(store, STATES);
            double one = library(store, 1);
            report.library(store.name() + ": 64 writers, 1,000 states", many, "raw grouped rows", raw, store.bar());
            report.library(store.name() + ": 64 writers, one state", one, "1,000 states", many, 1);
        }
    }

    /** Rows a second that so many threads hand to one, which makes them durable in groups. */
    static double raw(Setting setting, DurableStore store, int threads) throws IOException {
        return raw(setting, store, threads, EVENT_BYTES);
    }

    /** The same with rows of another length. */
    static double raw(Setting setting, DurableStore store, int threads, int bytes) throws IOException {
        Bytes event = Bytes.wrap(new byte[bytes]);
        try (var writers = new RawWriters(store.raw().open(DurableStore.folder(setting)))) {
            return Writers.perSecond(
                    threads,
                    setting.measured(),
                    (thread, time) -> writers.append(new Raw.Row("st_" + thread, time, event)));
        }
    }

    private double library(DurableStore store, int count) throws IOException {
        try (Holdfast holdfast = store.open(DurableStore.folder(setting))) {
            List<State> states = states(holdfast, count);
            return Writers.perSecond(
                    Writers.COUNT,
                    setting.measured(),
                    (thread, time) ->
                            write(holdfast, states.get((int) ((thread + Writers.COUNT * time) % count)), thread));
        }
    }

    static List<State> states(Holdfast holdfast, int count) {
        return Stream.generate(() -> holdfast.open(StateSpec.unnamed()))
                .limit(count)
                .toList();
    }

    /** One command: a counter, and a key of the writer's own. */
    static void write(Holdfast holdfast, State state, int thread) {
        String command = holdfast.mintCommandId();
        state.write(
                w -> w.increment("count", 1).set("writer-" + thread, command).commandId(command));
    }
}
