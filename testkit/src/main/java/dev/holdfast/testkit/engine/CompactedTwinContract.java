package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.RandomWrites;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Two states with the same commands, one of them compacted from time to time: above its horizon both answer the same.
 */
public interface CompactedTwinContract extends StoreFixture {
    /** Number of random steps per seed. */
    int TWIN_STEPS = 120;

    @TestFactory
    default Stream<DynamicTest> compactedState_answersLikeItsTwin() {
        return IntStream.range(0, 8)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> answersLikeItsTwin(seed)));
    }

    private void answersLikeItsTwin(int seed) {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second();
                CommitLog log = open()) {
            Random random = new Random(seed);
            Twins twins = new Twins(engine, elsewhere, random, log);
            for (int step = 0; step < TWIN_STEPS; step++) {
                twins.step(step);
            }
            twins.compare();
        }
    }

    /** The two states, and the commands sent to both. */
    final class Twins {
        private final State whole;
        private final State compacted;
        private final State compactedElsewhere;
        private final Random random;
        private final CommitLog log;
        private final List<Write> sent = new ArrayList<>();

        private Twins(EngineUnderTest engine, EngineUnderTest elsewhere, Random random, CommitLog log) {
            this.random = random;
            this.log = log;
            this.whole = engine.open(StateSpec.unnamed().keep(Keep.revisions(1_000_000)));
            this.compacted = engine.open(StateSpec.unnamed().keep(Keep.revisions(1 + random.nextInt(6))));
            this.compactedElsewhere =
                    elsewhere.states().state(compacted.handle().value());
        }

        private void step(int step) {
            int dice = random.nextInt(100);
            if (dice < 50) {
                write(RandomWrites.next(random, whole.read().document()), "op" + step);
            } else if (dice < 60 && !sent.isEmpty()) {
                retry(sent.get(random.nextInt(sent.size())));
            } else if (dice < 80) {
                undo(randomUndo());
            } else if (dice < 90) {
                (random.nextBoolean() ? compacted : compactedElsewhere).compact();
            } else {
                compare();
            }
        }

        private Undo randomUndo() {
            return switch (random.nextInt(4)) {
                case 0 -> Undo.redo(1 + random.nextInt(3));
                case 1 -> Undo.restore(1 + random.nextLong(whole.read().revision()));
                case 2 -> Undo.event(1 + random.nextLong(whole.read().revision()));
                default -> Undo.last(1 + random.nextInt(3));
            };
        }

        private State either() {
            return random.nextBoolean() ? compacted : compactedElsewhere;
        }

        private void write(Write write, String commandId) {
            Write sending = Write.parse(write.toJson().with("op", Json.of(commandId)));
            sent.add(sending);
            assertThat(either().write(sending)).isEqualTo(whole.write(sending));
        }

        private void retry(Write write) {
            Written first = whole.write(write);
            Written answer = either().write(write);
            assertThat(answer.replayed()).isEqualTo(first.replayed());
            assertThat(answer.revision()).isEqualTo(first.revision());
            assertThat(answer.changed()).isEqualTo(first.changed());
            if (first.revision() >= horizon() || !first.replayed()) {
                assertThat(answer.values()).isEqualTo(first.values());
            }
        }

        private void undo(Undo undo) {
            Object answer = outcome(() -> either().undo(undo));
            if (answer != Failure.Code.COMPACTED) {
                assertThat(answer).as("%s", undo).isEqualTo(outcome(() -> whole.undo(undo)));
            }
        }

        private static Object outcome(Supplier<Undone> call) {
            try {
                return call.get();
            } catch (HoldfastException e) {
                return e.failure().code();
            }
        }

        private void compare() {
            long newest = whole.read().revision();
            long horizon = Math.max(1, horizon());
            same(either().read(), whole.read());
            for (long revision = horizon; revision <= newest; revision++) {
                same(either().at(revision), whole.at(revision));
                assertThat(either().since(revision).changed())
                        .isEqualTo(whole.since(revision).changed());
            }
            assertThat(described(either().historyKept(1, 1_000)))
                    .isEqualTo(described(whole.history(horizon() + 1, 1_000)));
        }

        private static void same(StateView one, StateView other) {
            assertThat(one.revision()).isEqualTo(other.revision());
            assertThat(one.document()).isEqualTo(other.document());
            assertThat(one.createdAt()).isEqualTo(other.createdAt());
            for (String key : other.document().keys()) {
                assertThat(one.keyRevision(key)).isEqualTo(other.keyRevision(key));
            }
        }

        private static List<String> described(List<Event> events) {
            return events.stream()
                    .map(event -> event.revision() + " " + event.type() + " " + event.patch() + " " + event.cause())
                    .toList();
        }

        private long horizon() {
            Base base = log.read(compacted.handle(), 1, 1, 1, Consistency.LINEARIZABLE)
                    .base();
            return base == null ? 0 : base.revision();
        }
    }
}
