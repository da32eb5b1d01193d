package dev.holdfast.bench;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** What opening a store costs, and the first write after it, however many states it holds. */
final class ManyStatesBench {
    private static final int FEW = 1_000;
    private static final int OPENINGS = 5;
    private static final int PRINCIPALS = 100;

    private final Setting setting;

    ManyStatesBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        int many = setting.manyStates();
        for (DurableStore store : DurableStore.ALL) {
            if (store.isThere()) {
                double large = millis(store, many);
                report.atMost(
                        store.name() + ": open a store of " + many + " states and write, beside 1,000, ms",
                        large,
                        millis(store, FEW),
                        1.2);
            }
        }
    }

    private double millis(DurableStore store, int states) throws IOException {
        Path folder = DurableStore.folder(setting);
        String handle = fill(store, folder, states);
        double[] millis = new double[OPENINGS];
        for (int i = 0; i < OPENINGS; i++) {
            int time = i;
            long begun = System.nanoTime();
            try (Holdfast holdfast = store.open(folder)) {
                holdfast.as(principal(0)).state(handle).write(w -> w.set("time", time));
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[OPENINGS / 2];
    }

    /** Fills a store, and answers the handle of one of its states. */
    private static String fill(DurableStore store, Path folder, int states) {
        try (Holdfast holdfast = store.open(folder)) {
            State first = holdfast.as(principal(0)).open(StateSpec.unnamed()).state();
            int each = states / Writers.COUNT;
            Writers.all(Writers.COUNT, thread -> {
                for (int i = 0; i < each; i++) {
                    holdfast.as(principal((thread + i) % PRINCIPALS)).open(StateSpec.unnamed());
                }
            });
            return first.handle().value();
        }
    }

    /** One alone may not own as many. */
    private static Principal principal(int number) {
        return new Principal("owner-" + number);
    }
}
