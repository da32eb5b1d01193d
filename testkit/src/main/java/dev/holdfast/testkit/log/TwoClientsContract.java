package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.Conflict;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two clients of one store: what each sees of the other's commits, turns and epochs. */
public interface TwoClientsContract extends StoreFixture {
    @Test
    default void clients_shareOneStore() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assertThat(two.info()).isEqualTo(one.info());
        }
    }

    @Test
    default void clients_haveOneClockIfTheStoreHasAny() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assertThat(one.time().isPresent()).isEqualTo(two.time().isPresent());
            for (int i = 0; i < 20 && one.time().isPresent(); i++) {
                Instant before = one.time().orElseThrow();
                Instant between = two.time().orElseThrow();
                assertThat(between).isBetween(before, one.time().orElseThrow());
            }
        }
    }

    @Test
    default void clients_seeWhatTheOtherWasPromised() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            StateId id = Samples.freshId();
            for (int i = 0; i < 100; i++) {
                CommitLog writer = i % 2 == 0 ? one : two;
                CommitLog reader = i % 2 == 0 ? two : one;
                Commit commit = Samples.commit(i + 1);
                assertThat(Samples.appendTo(writer, Samples.append(id, commit))).isInstanceOf(Appended.class);
                assertThat(reader.head(id, Consistency.LINEARIZABLE)).isEqualTo(new Head.Live(i + 1, commit.hash()));
                assertThat(reader.read(id, i + 1, 10, 1000, Consistency.LINEARIZABLE)
                                .commits())
                        .containsExactly(commit);
            }
        }
    }

    @Test
    default void clients_cannotBothWinARevision() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            StateId id = Samples.freshId();
            for (int i = 0; i < 50; i++) {
                int expected = i;
                List<AppendResult> results =
                        Crowd.run(2, client -> Samples.appendTo(client == 0 ? one : two, Samples.append(id, expected)));
                assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
                assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(1);
            }
        }
    }

    @Test
    default void turn_isHeldByOneAtATime() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assumeTurns(one);
            AtomicInteger inside = new AtomicInteger();
            List<Integer> most = Crowd.run(16, thread -> {
                int seen = 0;
                for (int i = 0; i < 10; i++) {
                    try (Turn turn = (thread % 2 == 0 ? one : two).turn()) {
                        assertThat(turn).isNotNull();
                        seen = Math.max(seen, inside.incrementAndGet());
                        revision(one, Samples.freshId());
                        inside.decrementAndGet();
                    }
                }
                return seen;
            });
            assertThat(most).containsOnly(1);
        }
    }

    @Test
    default void turn_keepsOtherClientsFromCommitting() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assumeTurns(one);
            for (int i = 0; i < 20; i++) {
                StateId id = Samples.freshId();
                Future<AppendResult> rival;
                try (Turn turn = one.turn()) {
                    assertThat(turn).isNotNull();
                    rival = Crowd.start(() -> Samples.appendTo(two, Samples.append(id, 0)));
                    assertThat(revision(one, id)).isZero();
                    assertThat(Samples.appendTo(one, Samples.append(id, 0))).isInstanceOf(Appended.class);
                    assertThat(Samples.appendTo(one, Samples.append(id, 1))).isInstanceOf(Appended.class);
                }
                assertThat(Crowd.join(rival)).isInstanceOf(Conflict.class);
            }
        }
    }

    @Test
    default void turn_decidedWithinNeverConflicts() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assumeTurns(one);
            StateId id = Samples.freshId();
            Crowd.run(8, thread -> {
                CommitLog log = thread % 2 == 0 ? one : two;
                for (int i = 0; i < 10; i++) {
                    try (Turn turn = log.turn()) {
                        assertThat(turn).isNotNull();
                        Append append = Samples.append(id, revision(log, id));
                        assertThat(Samples.appendTo(log, append)).isInstanceOf(Appended.class);
                    }
                }
                return thread;
            });
            assertThat(revision(one, id)).isEqualTo(80);
        }
    }

    @Test
    default void turn_ofAClosedStoreIsUnavailable() {
        CommitLog log = open();
        log.close();
        assertThatThrownBy(log::turn).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    default void epoch_ignoresOwnChangesOnly() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assumeEpochs(one);
            StateId id = Samples.freshId();
            long before = one.epoch();
            List<Commit> commits = Samples.fill(one, id, 3);
            one.truncate(id, 1, Samples.base(commits.getFirst()));
            assertThat(one.epoch()).isEqualTo(before);
            Samples.appendTo(two, Samples.append(id, 3));
            long afterAppend = one.epoch();
            assertThat(afterAppend).isNotEqualTo(before);
            two.truncate(id, 2, Samples.base(commits.get(1)));
            long afterTruncate = one.epoch();
            two.tombstone(id, 4);
            assertThat(List.of(before, afterAppend, afterTruncate, one.epoch())).doesNotHaveDuplicates();
        }
    }

    @Test
    default void epoch_standsStillWhenNothingIsStored() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assumeEpochs(one);
            StateId id = Samples.freshId();
            Samples.fill(two, id, 1);
            long before = one.epoch();
            Samples.appendTo(two, Samples.append(id, 0));
            two.tombstone(id, 7);
            two.head(id, Consistency.LINEARIZABLE);
            assertThat(one.epoch()).isEqualTo(before);
        }
    }

    /**
     * A writer reports the revision that was acknowledged, and an observer the revision it was shown. If a reader on
     * another client finds the same epoch before and after such a report, its head must be at least that new.
     */
    @Test
    default void epoch_thatIsEqualMeansNothingForeignWasMissed() {
        try (CommitLog one = open();
                CommitLog two = open();
                CommitLog three = open()) {
            assumeEpochs(one);
            StateId id = Samples.freshId();
            AtomicLong told = new AtomicLong();
            Future<Integer> writing = Crowd.start(() -> {
                for (int i = 0; i < 300; i++) {
                    Samples.appendTo(two, Samples.append(id, i));
                    told.accumulateAndGet(i + 1, Math::max);
                }
                return 300;
            });
            Future<Boolean> onlooker = Crowd.start(() -> {
                while (!writing.isDone()) {
                    told.accumulateAndGet(revision(three, id), Math::max);
                }
                return true;
            });
            Future<Integer> distraction = Crowd.start(() -> {
                for (int i = 0; i < 100; i++) {
                    Samples.fill(one, Samples.freshId(), 1);
                }
                return 100;
            });
            while (!writing.isDone() || !distraction.isDone()) {
                long epoch = one.epoch();
                long seen = revision(one, id);
                long newest = told.get();
                if (epoch == one.epoch() && epoch != CommitLog.UNKNOWN_EPOCH) {
                    assertThat(seen).isGreaterThanOrEqualTo(newest);
                }
            }
            assertThat(Crowd.join(onlooker)).isTrue();
            assertThat(Crowd.join(writing)).isEqualTo(300);
            assertThat(Crowd.join(distraction)).isEqualTo(100);
        }
    }

    @Test
    default void epoch_isNeverRepeatedAfterADifferentOne() {
        try (CommitLog one = open();
                CommitLog two = open()) {
            assumeEpochs(one);
            Future<Integer> writing = Crowd.start(() -> Crowd.run(4, thread -> {
                        for (int i = 0; i < 50; i++) {
                            Samples.fill(thread % 2 == 0 ? one : two, Samples.freshId(), 1);
                        }
                        return thread;
                    })
                    .size());
            Set<Long> past = new HashSet<>();
            long last = CommitLog.UNKNOWN_EPOCH;
            while (!writing.isDone()) {
                long epoch = one.epoch();
                if (epoch != last && epoch != CommitLog.UNKNOWN_EPOCH) {
                    assertThat(past.add(epoch)).as("epoch %d is new", epoch).isTrue();
                    last = epoch;
                }
            }
            assertThat(Crowd.join(writing)).isEqualTo(4);
        }
    }

    private static void assumeTurns(CommitLog log) {
        try (Turn turn = log.turn()) {
            assumeTrue(!turn.equals(Turn.NONE), "this store has no turn");
        }
    }

    private static void assumeEpochs(CommitLog log) {
        assumeTrue(log.epoch() != CommitLog.UNKNOWN_EPOCH, "this store cannot tell what others do");
    }

    private static long revision(CommitLog log, StateId id) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live live ? live.revision() : 0;
    }
}
