package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.Conflict;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Compare-and-append: which append wins, what is stored, what is refused. */
public interface AppendContract extends StoreFixture {
    @Test
    default void append_toAnAbsentStateExpectsZero() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Append first = Samples.append(id, 0);
            assertThat(Samples.appendTo(log, first)).isInstanceOf(Appended.class);
            assertThat(log.head(id, Consistency.LINEARIZABLE))
                    .isEqualTo(new Head.Live(1, first.commit().hash()));
        }
    }

    @Test
    default void append_atTheWrongRevisionChangesNothing() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 3);
            for (long wrong : new long[] {0, 1, 2, 4, 1_000_000}) {
                assertThat(Samples.appendTo(log, Samples.append(id, wrong)))
                        .as("append expecting %d of 3", wrong)
                        .isInstanceOfSatisfying(
                                Conflict.class,
                                conflict -> conflict.actual()
                                        .ifPresent(actual -> assertThat(actual).isEqualTo(3)));
            }
            assertThat(everything(log, id)).isEqualTo(commits);
        }
    }

    @Test
    default void append_toAnAbsentStateAtARevisionLeavesItAbsent() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isInstanceOf(Conflict.class);
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
            assertThat(Samples.appendTo(log, Samples.append(id, 0))).isInstanceOf(Appended.class);
        }
    }

    @Test
    default void append_keepsEveryByte() {
        try (CommitLog log = open()) {
            byte[] all = new byte[256];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) i;
            }
            List<Commit> commits = List.of(
                    Samples.commit(1, null, Bytes.wrap(all)),
                    Samples.commit(2, null, Bytes.wrap(new byte[0])),
                    Samples.commit(3, null, Samples.bytes(512 << 10)));
            assertThat(storedAndRead(log, commits)).isEqualTo(commits);
        }
    }

    @Test
    default void append_keepsCommandsOfAnyText() {
        try (CommitLog log = open()) {
            List<CommandKey> commands = List.of(
                    new CommandKey("local/default", "op_1"),
                    new CommandKey("https://issuer.example/#sub|O'Brien", "; drop table x -- \"%_*.>\n\t\\"),
                    new CommandKey("käthe-\uD83D\uDD11", "\u65E5\u672C" + "x".repeat(190)));
            List<Commit> commits = new ArrayList<>();
            for (CommandKey command : commands) {
                commits.add(Samples.commit(commits.size() + 1, command, Samples.bytes(10)));
            }
            assertThat(storedAndRead(log, commits)).isEqualTo(commits);
        }
    }

    @Test
    default void append_ofTheLargestCommitIsAccepted() {
        try (CommitLog log = open()) {
            Bytes event = Samples.bytes((int) log.info().maxCommitBytes());
            List<Commit> commits = List.of(Samples.commit(1, null, event));
            assertThat(storedAndRead(log, commits)).isEqualTo(commits);
        }
    }

    @Test
    default void append_ofATooLargeCommitStoresNothing() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            long limit = log.info().maxCommitBytes();
            Commit commit = Samples.commit(1, null, Samples.bytes((int) limit + 1));
            assertThat(Samples.appendTo(log, Samples.append(id, commit))).isEqualTo(new AppendResult.TooLarge(limit));
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
        }
    }

    @Test
    default void append_byManyThreadsToOneStateHasOneWinnerPerRevision() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> won = Crowd.run(64, thread -> winTwice(log, id)).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(won.stream().map(Commit::revision).sorted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 128).boxed().toList());
            assertThat(everything(log, id)).containsExactlyInAnyOrderElementsOf(won);
        }
    }

    @Test
    default void append_byManyThreadsToManyStatesAlwaysSucceeds() {
        try (CommitLog log = open()) {
            List<StateId> states = Crowd.run(64, thread -> {
                StateId id = Samples.freshId();
                for (int i = 0; i < 20; i++) {
                    assertThat(Samples.appendTo(log, Samples.append(id, i))).isInstanceOf(Appended.class);
                }
                return id;
            });
            assertThat(states).allSatisfy(id -> assertThat(everything(log, id)).hasSize(20));
        }
    }

    @Test
    default void append_worksFromPlatformThreads() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Crowd.runOnPlatformThreads(8, thread -> winTwice(log, id));
            assertThat(everything(log, id))
                    .extracting(Commit::revision)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 16).boxed().toList());
        }
    }

    @Test
    @SuppressWarnings("try") // the turn is held, not used
    default void append_isCarriedOutThoughItsThreadIsInterrupted() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            for (int revision = 0; revision < 3; revision++) {
                try (Turn turn = log.turn()) {
                    Thread.currentThread().interrupt();
                    assertThat(log.append(List.of(Samples.append(id, revision))))
                            .containsExactly(AppendResult.APPENDED);
                } finally {
                    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
                }
            }
            assertThat(everything(log, id)).hasSize(3);
        }
    }

    @Test
    default void append_toAClosedStoreIsUnavailable() {
        CommitLog log = open();
        log.close();
        StateId id = Samples.freshId();
        assertThatThrownBy(() -> log.append(List.of(Samples.append(id, 0))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    default void append_repeatedAfterSuccessConflictsAndIsFound() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            CommandKey command = new CommandKey("alice", "op-1");
            Append append = Samples.append(id, Samples.commit(1, command, Samples.bytes(10)));
            assertThat(Samples.appendTo(log, append)).isInstanceOf(Appended.class);
            assertThat(Samples.appendTo(log, append)).isInstanceOf(Conflict.class);
            assertThat(log.find(id, command)).hasValue(1);
            assertThat(everything(log, id)).containsExactly(append.commit());
        }
    }

    @Test
    default void find_answersTheRevisionOfACommandOfThatStateOnly() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            StateId other = Samples.freshId();
            CommandKey command = new CommandKey("alice", "op-1");
            log.append(List.of(
                    Samples.append(id, 0),
                    Samples.append(id, Samples.commit(2, command, Samples.bytes(10))),
                    Samples.append(id, 2),
                    Samples.append(other, Samples.commit(1, command, Samples.bytes(10)))));
            assertThat(log.find(id, command)).hasValue(2);
            assertThat(log.find(other, command)).hasValue(1);
            assertThat(log.find(id, new CommandKey("bob", "op-1"))).isEmpty();
            assertThat(log.find(id, new CommandKey("alice", "op-2"))).isEmpty();
            assertThat(log.find(Samples.freshId(), command)).isEmpty();
        }
    }

    private static List<Commit> storedAndRead(CommitLog log, List<Commit> commits) {
        StateId id = Samples.freshId();
        for (Commit commit : commits) {
            assertThat(Samples.appendTo(log, Samples.append(id, commit))).isInstanceOf(Appended.class);
        }
        return everything(log, id);
    }

    private static List<Commit> winTwice(CommitLog log, StateId id) {
        List<Commit> won = new ArrayList<>();
        while (won.size() < 2) {
            long expected = log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live live ? live.revision() : 0;
            Append append = Samples.append(id, expected);
            if (Samples.appendTo(log, append) instanceof Appended) {
                won.add(append.commit());
            }
        }
        return won;
    }

    private static List<Commit> everything(CommitLog log, StateId id) {
        return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits();
    }
}
