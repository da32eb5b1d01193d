package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Concurrent calls in every order that Lincheck finds. Each outcome must be that of some sequential order.
 *
 * <p>The claim of a waiting command is model-checked: switches between threads are tried one by one. The store in
 * memory has too many of them for that, and the engine has threads of its own, which a model checker cannot steer: both
 * are stress-tested, which finds less.
 */
final class InterleavingsTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final Bytes EVENT = Bytes.wrap(new byte[] {1});

    private static ModelCheckingOptions modelChecking() {
        return new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1);
    }

    private static StressOptions stress() {
        return new StressOptions()
                .iterations(5)
                .invocationsPerIteration(100)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1);
    }

    @Test
    void memoryStore_isLinearizable() {
        stress().check(Appending.class);
    }

    @Test
    void waitingCommand_isCarriedOutOrGivenUpButNotBoth() {
        modelChecking().check(Claiming.class);
    }

    @Test
    void engines_onOneStoreAreLinearizable() {
        stress().check(TwoEngines.class);
    }

    /** Proves that the checks above can fail. */
    @Test
    void storeThatChecksBeforeItPuts_isFound() {
        assertThatThrownBy(() -> modelChecking().check(CheckingBeforePutting.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    /** Compare-and-append on one state of a store in memory. */
    public static final class Appending {
        private final CommitLog log = MemoryLog.open(new MemoryStorage());

        @Operation
        public boolean appendFirst() {
            return appendAfter(0);
        }

        @Operation
        public boolean appendSecond() {
            return appendAfter(1);
        }

        @Operation
        public long revision() {
            return switch (log.head(ID, Consistency.LINEARIZABLE)) {
                case Head.Absent absent -> 0;
                case Head.Live(long revision, Bytes hash) -> revision;
                case Head.Deleted(long revision, Bytes hash) -> -revision;
            };
        }

        @Operation
        public boolean erase() {
            return log.tombstone(ID, 2);
        }

        private boolean appendAfter(long expected) {
            Instant at = Instant.EPOCH;
            StateHeader header = new StateHeader(
                    "owner", null, Map.of(), Set.of(), Lifetime.PERSISTENT, null, null, Phase.OPEN, 1, at);
            Append append = new Append(ID, expected, new Commit(expected + 1, null, at, EVENT, EVENT), header);
            return log.append(List.of(append)).getFirst() instanceof AppendResult.Appended;
        }
    }

    /** The committer takes a command, or its caller cancels it. */
    public static final class Claiming {
        private final Pending pending = new Pending(
                Command.of(ID, Principal.local("default"), null, new Change.Renew()),
                new Entry(ID),
                null,
                new AppendAttempts());

        @Operation
        public boolean take() {
            return pending.take();
        }
    }

    /** One key of one state, changed and read through two engines that share a store, as two processes do. */
    public static final class TwoEngines {
        private static final MemoryStorage STORAGE = new MemoryStorage();
        private static final Holdfast HERE =
                Holdfast.on(MemoryLog.open(STORAGE)).open();
        private static final Holdfast THERE =
                Holdfast.on(MemoryLog.open(STORAGE)).open();
        private static final Principal CALLER = Principal.local("default");

        private final State here = HERE.as(CALLER).open(StateSpec.unnamed()).state();
        private final State there = THERE.as(CALLER).state(here.handle().value());

        @Operation
        public String incrementHere() {
            return increment(here);
        }

        @Operation
        public String incrementThere() {
            return increment(there);
        }

        @Operation
        public String readHere() {
            return read(here);
        }

        @Operation
        public String readThere() {
            return read(there);
        }

        private static String increment(State state) {
            return state.write(w -> w.increment("n", 1)).values().toString();
        }

        private static String read(State state) {
            return Objects.requireNonNullElse(state.read().document().get("n"), Json.of(0))
                    .toString();
        }
    }

    /** An append with a race, which the checks must find. */
    public static final class CheckingBeforePutting {
        private final AtomicLong revision = new AtomicLong();

        @Operation
        public boolean append() {
            long expected = revision.get();
            if (revision.get() == expected) {
                revision.set(expected + 1);
                return true;
            }
            return false;
        }

        @Operation
        public long revision() {
            return revision.get();
        }
    }
}
