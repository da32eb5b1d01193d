package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many writers and readers of one state, in one engine and in several on one store. */
public interface SharingContract extends StoreFixture {
    @Test
    default void increments_ofManyWritersAllCount() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());

            List<List<Long>> revisions = Crowd.run(16, i -> {
                List<Long> own = new ArrayList<>();
                for (int n = 0; n < 25; n++) {
                    own.add((i % 2 == 0 ? state : same)
                            .write(w -> w.increment("n", 1))
                            .revision());
                }
                return own;
            });

            assertThat(state.read().document().get("n")).isEqualTo(Json.of(400));
            assertThat(same.read().document().get("n")).isEqualTo(Json.of(400));
            assertThat(revisions.stream().flatMap(List::stream).sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(2, 401).boxed().toList());
        }
    }

    @Test
    default void distinctKeys_ofManyWritersAreAllKept() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();

            Crowd.run(48, i -> state.write(w -> w.set("k" + i, i)));

            assertThat(state.read().document().size()).isEqualTo(48);
        }
    }

    @Test
    default void read_seesWhatAnotherEngineAcknowledged() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());

            for (int i = 1; i <= 200; i++) {
                long written = (i % 2 == 0 ? state : same)
                        .write(w -> w.increment("n", 1))
                        .revision();
                assertThat((i % 2 == 0 ? same : state).read().revision()).isEqualTo(written);
            }
        }
    }

    /** While writers write, no reader in any engine sees the state go back, or misses an acknowledged write. */
    @Test
    default void reads_neverGoBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            AtomicLong acknowledged = new AtomicLong(1);
            AtomicLong writersLeft = new AtomicLong(4);

            // Without a pause, readers would keep writers on virtual threads from running.
            Crowd.runOnPlatformThreads(8, i -> {
                State mine = i % 2 == 0 ? state : same;
                if (i < 4) {
                    try {
                        for (int n = 0; n < 100; n++) {
                            Written written = mine.write(w -> w.increment("n", 1));
                            acknowledged.accumulateAndGet(written.revision(), Math::max);
                        }
                        return 0L;
                    } finally {
                        writersLeft.decrementAndGet();
                    }
                }
                long last = 0;
                while (writersLeft.get() > 0) {
                    long least = Math.max(last, acknowledged.get());
                    last = mine.read().revision();
                    assertThat(last).isGreaterThanOrEqualTo(least);
                }
                return last;
            });
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(400));
        }
    }

    @Test
    default void preconditions_letExactlyOneOfManyWin() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            for (int round = 0; round < 20; round++) {
                long seen = state.read().revision();
                List<Boolean> won = Crowd.run(8, i -> wins(i % 2 == 0 ? state : same, seen, i));
                assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
            }
        }
    }

    private static boolean wins(State state, long seen, int writer) {
        try {
            return !state.write(w -> w.set("by", seen + "/" + writer).ifRevision(seen))
                    .changed()
                    .isEmpty();
        } catch (HoldfastException e) {
            return false;
        }
    }
}
