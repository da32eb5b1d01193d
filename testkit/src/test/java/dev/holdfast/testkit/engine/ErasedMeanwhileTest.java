package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A state that another process erases between two reads of the store that one call makes. The call answers as if it had
 * come before the erasure or after it, and is never half of each.
 */
final class ErasedMeanwhileTest {
    private static final int MOST_READS = 8;

    private final Principal principal = Principal.of("ada");

    /** A call on a state that is erased meanwhile. */
    private interface Call {
        void on(States states, State state) throws Exception;
    }

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put(
                "read",
                (states, state) -> assertThat(state.read().document().keys()).containsExactly("a", "b"));
        calls.put(
                "read at a revision",
                (states, state) -> assertThat(state.at(2).document().keys()).containsExactly("a"));
        calls.put(
                "read at a time",
                (states, state) ->
                        assertThat(state.at(state.at(2).updatedAt()).revision()).isGreaterThanOrEqualTo(2));
        calls.put(
                "what changed since",
                (states, state) -> assertThat(state.since(2).changed()).contains("b"));
        calls.put("diff", (states, state) -> assertThat(state.diff(2, 3).keys()).containsOnlyKeys("b"));
        calls.put(
                "replay",
                (states, state) -> assertThat(
                                state.replay(null, null, (event, view) -> {}).matches())
                        .isTrue());
        calls.put("history", (states, state) -> state.history(1, 10));
        calls.put("write", (states, state) -> state.write(write -> write.set("c", 3)));
        calls.put(
                "a repeated write",
                (states, state) -> state.write(write -> write.set("a", 1).commandId("once")));
        calls.put("undo", (states, state) -> assertThat(state.undo().changed()).containsExactly("b"));
        calls.put("undo of one", (states, state) -> state.undo(Undo.event(2)));
        calls.put(
                "restore",
                (states, state) ->
                        assertThat(state.undo(Undo.restore(2)).changed()).containsExactly("b"));
        calls.put("lease", (states, state) -> state.lease(LeaseRequest.acquire("l", Duration.ofMinutes(1))));
        calls.put("compact", (states, state) -> state.compact());
        calls.put(
                "fork",
                (states, state) ->
                        assertThat(fork(states, state).read().document().keys()).containsExactly("a", "b"));
        calls.put("merge", (states, state) -> {
            State fork = fork(states, state);
            fork.write(write -> write.set("d", 4));
            fork.merge(Merge.from(state.handle()));
        });
        return calls;
    }

    private static State fork(States states, State state) {
        return states.open(StateSpec.unnamed().fork(Fork.of(state.handle()))).state();
    }

    @TestFactory
    Stream<DynamicTest> call_isBeforeTheErasureOrAfterIt() {
        return calls().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> erasedAtEveryRead(entry.getValue())));
    }

    private void erasedAtEveryRead(Call call) throws Exception {
        for (boolean knows : new boolean[] {false, true}) {
            for (int read = 1; read <= MOST_READS; read++) {
                erasedAt(read, knows, call);
            }
        }
    }

    /** @param knows whether the engine under test has seen an older revision of the state */
    private void erasedAt(int read, boolean knows, Call call) throws Exception {
        MemoryStorage storage = new MemoryStorage();
        try (Holdfast there = Holdfast.on(MemoryLog.open(storage)).open()) {
            State state = there.as(principal).open(StateSpec.unnamed()).state();
            Erasing log = new Erasing(MemoryLog.open(storage), state.handle(), () -> state.erase(null));
            try (Holdfast here = Holdfast.on(log).open()) {
                State same = here.as(principal).state(state.handle().value());
                if (knows) {
                    same.read();
                }
                state.write(write -> write.set("a", 1).commandId("once"));
                state.write(write -> write.set("b", 2));
                log.left.set(read);
                call.on(here.as(principal), same);
            }
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(Failure.Code.NOT_FOUND);
        }
    }

    @Test
    void wait_endsIfTheEventsGoAfterTheHeadWasRead() throws Exception {
        MemoryStorage storage = new MemoryStorage();
        CountDownLatch erasing = new CountDownLatch(1);
        CountDownLatch erased = new CountDownLatch(1);
        CommitLog theirs = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public boolean tombstone(StateId id, long expected) {
                Crowd.await(erasing);
                boolean done = super.tombstone(id, expected);
                erased.countDown();
                return done;
            }
        };
        CommitLog ours = new ForwardingLog(MemoryLog.open(storage)) {
            @Override
            public Head head(StateId id, Consistency consistency) {
                Head head = super.head(id, consistency);
                if (head instanceof Head.Live live && live.revision() == 2) {
                    erasing.countDown();
                    Crowd.await(erased);
                }
                return head;
            }
        };
        try (Holdfast here = Holdfast.on(ours).open();
                Holdfast there = Holdfast.on(theirs).open()) {
            State state = here.as(principal).open(StateSpec.unnamed()).state();
            Future<Waited> waiting = Crowd.start(() -> state.await(new WaitFor(1L, Set.of(), Duration.ofMinutes(10))));
            await().until(() -> here.figures().listeners() == 1);

            there.as(principal).state(state.handle().value()).erase(null);

            assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            e -> assertThat(e.failure().code()).isEqualTo(Failure.Code.NOT_FOUND));
        }
    }

    /** Lets another process erase the state behind one of the reads of it, counted down to. */
    private static final class Erasing extends ForwardingLog {
        private final StateId id;
        private final Runnable erase;
        private final AtomicInteger left = new AtomicInteger();

        Erasing(CommitLog delegate, StateId id, Runnable erase) {
            super(delegate);
            this.id = id;
            this.erase = erase;
        }

        @Override
        public Head head(StateId state, Consistency consistency) {
            Head head = super.head(state, consistency);
            wasRead(state);
            return head;
        }

        @Override
        public CommitPage read(StateId state, long from, int maxCommits, int maxBytes, Consistency consistency) {
            CommitPage page = super.read(state, from, maxCommits, maxBytes, consistency);
            wasRead(state);
            return page;
        }

        private void wasRead(StateId state) {
            if (state.equals(id) && left.getAndDecrement() == 1) {
                erase.run();
            }
        }
    }
}
