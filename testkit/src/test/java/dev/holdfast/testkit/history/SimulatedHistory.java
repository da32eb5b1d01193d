package dev.holdfast.testkit.history;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.spi.CommitLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Histories correct by construction: every call takes effect at one moment between its start and its answer. */
final class SimulatedHistory {
    private static final int CLIENTS = 8;
    private static final int STATES = 3;
    private static final int STEPS = 3_000;

    private SimulatedHistory() {}

    /** A client and the progress of its call. */
    private static final class Step {
        private final HistoryClient client;
        private @Nullable RecordedOperation begun;
        private @Nullable RecordedOperation acted;

        Step(HistoryClient client) {
            this.client = client;
        }

        void advance(HistoryRecorder recorder) {
            if (begun == null) {
                begun = client.invoke();
                recorder.record(begun);
            } else if (acted == null) {
                acted = client.act(begun);
            } else {
                recorder.record(client.complete(acted));
                begun = null;
                acted = null;
            }
        }

        boolean isIdle() {
            return begun == null;
        }
    }

    static StoreHistory of(long seed) {
        Random random = new Random(seed);
        AtomicLong time = new AtomicLong();
        try (CommitLog log = MemoryLog.open()) {
            HistoryRecorder recorder = new HistoryRecorder(log, STATES);
            List<Step> clients = new ArrayList<>(IntStream.range(0, CLIENTS)
                    .mapToObj(number -> new Step(new HistoryClient(
                            number, log, recorder.states(), new Random(random.nextLong()), time::incrementAndGet)))
                    .toList());
            for (int i = 0; i < STEPS; i++) {
                clients.get(random.nextInt(CLIENTS)).advance(recorder);
            }
            for (Step client : clients) {
                while (!client.isIdle()) {
                    client.advance(recorder);
                }
            }
            return recorder.finish();
        }
    }
}
