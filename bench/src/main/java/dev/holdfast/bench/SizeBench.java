package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Costs that must not grow with a document or its history: time per change, bytes per change, time to open. */
final class SizeBench {
    private static final int CHANGES = 10_000;
    private static final int LARGE_KEYS = 50_000;
    private static final int SMALL_KEYS = 100;
    private static final int DOCUMENT_KEYS = 1_000;
    private static final int VALUE_CHARACTERS = 90; // with key and punctuation a hundred bytes, so 100 KB in all
    private static final int SHORT_HISTORY = 1_000;
    private static final int OPENINGS = 5;

    private final Setting setting;

    SizeBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        double small = microsPerWrite(SMALL_KEYS);
        double large = microsPerWrite(LARGE_KEYS);
        report.atMost("engine time per write, memory store: 50,000 keys beside 100 keys, µs", large, small, 1.5);
        for (DurableStore store : DurableStore.ALL) {
            if (store.isThere()) {
                report.fact(
                        store.name() + ": bytes per one-key change of a 100 KB document (bar: 400)",
                        Math.round(bytesPerChange(store)));
                double few = millisToOpen(store, SHORT_HISTORY);
                double many = millisToOpen(store, setting.longHistory());
                report.atMost(
                        store.name() + ": open a state of " + setting.longHistory() + " events beside 1,000, ms",
                        many,
                        few,
                        1.2);
            }
        }
    }

    private static double microsPerWrite(int keys) {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State state = filled(holdfast, keys, 10);
            change(state, keys, CHANGES); // warm-up
            long begun = System.nanoTime();
            change(state, keys, CHANGES);
            return (System.nanoTime() - begun) / 1e3 / CHANGES;
        }
    }

    private double bytesPerChange(DurableStore store) throws IOException {
        Path folder = DurableStore.folder(setting);
        String handle;
        try (Holdfast holdfast = store.open(folder)) {
            handle = filled(holdfast, DOCUMENT_KEYS, VALUE_CHARACTERS).handle().value();
        }
        long before = size(folder);
        try (Holdfast holdfast = store.open(folder)) {
            change(holdfast.as(Principal.local("default")).state(handle), DOCUMENT_KEYS, CHANGES);
        }
        return (size(folder) - before) / (double) CHANGES;
    }

    /** The median of a few openings by an engine with empty caches. */
    private double millisToOpen(DurableStore store, int events) throws IOException {
        Path folder = DurableStore.folder(setting);
        String handle;
        try (Holdfast holdfast = store.open(folder)) {
            State state = holdfast.open(StateSpec.unnamed());
            handle = state.handle().value();
            grow(state, events);
        }
        double[] millis = new double[OPENINGS];
        for (int i = 0; i < OPENINGS; i++) {
            try (Holdfast holdfast = store.open(folder)) {
                long begun = System.nanoTime();
                holdfast.as(Principal.local("default")).state(handle).read();
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[OPENINGS / 2];
    }

    /** Many writers at once, to save time; each changes one of a hundred keys. */
    private static void grow(State state, int events) {
        int each = events / Writers.COUNT;
        // No two write the same value: a write that changes nothing makes no event.
        Writers.all(Writers.COUNT, thread -> change(state, SMALL_KEYS, thread * each, (thread + 1) * each));
    }

    private static State filled(Holdfast holdfast, int keys, int characters) {
        State state = holdfast.open(StateSpec.unnamed());
        String value = "x".repeat(characters);
        for (int from = 0; from < keys; from += 1_000) {
            int first = from;
            state.write(
                    w -> IntStream.range(first, Math.min(keys, first + 1_000)).forEach(key -> w.set("k" + key, value)));
        }
        return state;
    }

    private static void change(State state, int keys, int changes) {
        change(state, keys, 0, changes);
    }

    private static void change(State state, int keys, int from, int to) {
        for (int i = from; i < to; i++) {
            int number = i;
            state.write(w -> w.set("k" + (number % keys), number));
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }
}
