package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Compaction: a base replaces the commits up to its revision, atomically. */
public interface TruncationContract extends StoreFixture {
    @Test
    default void truncate_answersTheBaseForWhatItReplaced() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 5);
            Base base = Samples.base(commits.get(2));
            log.truncate(id, 3, base);
            List<Commit> kept = commits.subList(3, 5);
            assertThat(read(log, id, 1)).isEqualTo(new CommitPage(base, kept, false));
            assertThat(read(log, id, 3)).isEqualTo(new CommitPage(base, kept, false));
            assertThat(read(log, id, 4)).isEqualTo(new CommitPage(null, kept, false));
            assertThat(read(log, id, 6)).isEqualTo(new CommitPage(null, List.of(), false));
            assertThat(log.read(id, 2, 1, 1000, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(base, kept.subList(0, 1), true));
        }
    }

    @Test
    default void truncate_upToTheNewestKeepsTheHead() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Commit last = Samples.fill(log, id, 4).getLast();
            Base base = Samples.base(last);
            log.truncate(id, 4, base);
            assertThat(read(log, id, 1)).isEqualTo(new CommitPage(base, List.of(), false));
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(new Head.Live(4, last.hash()));
            Commit next = Samples.commit(5);
            assertThat(Samples.appendTo(log, Samples.append(id, next))).isInstanceOf(Appended.class);
            assertThat(read(log, id, 2)).isEqualTo(new CommitPage(base, List.of(next), false));
        }
    }

    @Test
    default void truncate_againReplacesTheBase() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 4);
            log.truncate(id, 1, Samples.base(commits.getFirst()));
            Base second = new Base(3, Samples.bytes(100_000), commits.get(2).hash());
            log.truncate(id, 3, second);
            assertThat(read(log, id, 1)).isEqualTo(new CommitPage(second, commits.subList(3, 4), false));
        }
    }

    @Test
    default void truncate_leavesRememberedCommandsToTheBase() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            CommandKey old = new CommandKey("alice", "old");
            CommandKey young = new CommandKey("alice", "young");
            Commit first = Samples.commit(1, old, Samples.bytes(10));
            log.append(List.of(
                    Samples.append(id, first), Samples.append(id, Samples.commit(2, young, Samples.bytes(10)))));
            log.truncate(id, 1, Samples.base(first));
            assertThat(log.find(id, old)).isEmpty();
            assertThat(log.find(id, young)).hasValue(2);
        }
    }

    @Test
    default void truncate_refusesABaseThatFitsNoCommit() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 3);
            Commit second = commits.get(1);
            assertThatThrownBy(() -> log.truncate(id, 4, Samples.base(Samples.commit(4))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.truncate(id, 0, Samples.base(second)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.truncate(id, 1, Samples.base(second)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.truncate(id, 2, Samples.base(Samples.commit(2))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.truncate(Samples.freshId(), 1, Samples.base(second)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(read(log, id, 1)).isEqualTo(new CommitPage(null, commits, false));
        }
    }

    @Test
    default void truncate_isNeverSeenHalfDone() {
        try (CommitLog log = open();
                CommitLog other = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 60);
            Future<Integer> truncating = Crowd.start(() -> {
                for (int upTo = 1; upTo <= 60; upTo++) {
                    log.truncate(id, upTo, Samples.base(commits.get(upTo - 1)));
                }
                return 60;
            });
            while (!truncating.isDone()) {
                CommitPage page = read(other, id, 1);
                int covered = page.base() == null ? 0 : (int) page.base().revision();
                assertThat(page.commits()).isEqualTo(commits.subList(covered, 60));
            }
            assertThat(Crowd.join(truncating)).isEqualTo(60);
        }
    }

    private static CommitPage read(CommitLog log, StateId id, long from) {
        return log.read(id, from, 1000, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
    }
}
