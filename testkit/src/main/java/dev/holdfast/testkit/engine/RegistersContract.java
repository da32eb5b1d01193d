package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import dev.holdfast.testkit.history.Linearizability;
import dev.holdfast.testkit.history.RecordedOperation;
import dev.holdfast.testkit.history.RegisterOperation;
import dev.holdfast.testkit.history.RegisterOperation.Kind;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Keys of a state as registers: reads, writes and compare-and-sets by many clients of several engines are linearizable.
 */
public interface RegistersContract extends StoreFixture {
    /** The keys that the clients share. */
    List<String> KEYS = List.of("a", "b", "c");

    /** Number of clients, half of them on each of two engines. */
    int REGISTER_CLIENTS = 8;

    /** Number of calls of each client. */
    int REGISTER_CALLS = 60;

    @TestFactory
    default Stream<DynamicTest> registers_ofParallelClientsAreLinearizable() {
        return Seeds.tests(3, this::registersAreLinearizable);
    }

    private void registersAreLinearizable(long seed) {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            ConcurrentLinkedQueue<RegisterOperation> history = new ConcurrentLinkedQueue<>();
            AtomicLong values = new AtomicLong();
            Crowd.runOnPlatformThreads(REGISTER_CLIENTS, number -> {
                Client client = new Client(number, number % 2 == 0 ? state : same, new Random(seed + number), values);
                for (int call = 0; call < REGISTER_CALLS; call++) {
                    history.add(client.call());
                }
                return number;
            });
            assertThat(Linearizability.violations(List.copyOf(history))).isEmpty();
        }
    }

    /** A client whose compare-and-sets expect the last state it saw. */
    final class Client {
        private final int number;
        private final State state;
        private final Random random;
        private final AtomicLong values;
        private StateView seen;

        private Client(int number, State state, Random random, AtomicLong values) {
            this.number = number;
            this.state = state;
            this.random = random;
            this.values = values;
            this.seen = state.read();
        }

        private RegisterOperation call() {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            long begun = System.nanoTime();
            return switch (random.nextInt(3)) {
                case 0 -> {
                    seen = state.read();
                    yield done(key, begun, Kind.READ, 0, value(seen, key));
                }
                case 1 -> {
                    long value = values.incrementAndGet();
                    state.write(w -> w.set(key, value));
                    yield done(key, begun, Kind.WRITE, 0, value);
                }
                default -> compareAndSet(key, begun);
            };
        }

        private RegisterOperation compareAndSet(String key, long begun) {
            long value = values.incrementAndGet();
            long expected = value(seen, key);
            try {
                state.write(w -> w.set(key, value).ifRevision(key, seen.keyRevision(key)));
                return done(key, begun, Kind.COMPARE_AND_SET, expected, value);
            } catch (HoldfastException e) {
                return switch (e.failure().code()) {
                    case CONFLICT -> done(key, begun, Kind.COMPARE_AND_SET_REFUSED, expected, value);
                    case UNAVAILABLE ->
                        new RegisterOperation(
                                number, key, begun, RecordedOperation.NEVER, Kind.COMPARE_AND_SET, expected, value);
                    default -> throw e;
                };
            }
        }

        private RegisterOperation done(String key, long begun, Kind kind, long expected, long value) {
            return new RegisterOperation(number, key, begun, System.nanoTime(), kind, expected, value);
        }

        private static long value(StateView view, String key) {
            Json value = view.document().get(key);
            return value instanceof JsonNumber held ? held.exactLong().orElseThrow() : 0;
        }
    }
}
