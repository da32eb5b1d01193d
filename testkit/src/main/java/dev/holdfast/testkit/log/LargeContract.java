package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Large commits, large pages and long logs. */
public interface LargeContract extends StoreFixture {
    /** The size in bytes of the largest event that every store must accept. */
    int LARGE_BYTES = 8 << 20;

    /** Number of commits of a log that does not fit into one page. */
    int LONG = 2_000;

    @Test
    default void large_commitsOf8MiBAreTakenSideBySideWithSmallOnes() {
        try (CommitLog log = open()) {
            assertThat(log.info().maxCommitBytes()).isGreaterThanOrEqualTo(LARGE_BYTES);
            StateId large = Samples.freshId();
            StateId small = Samples.freshId();
            Commit first = Samples.commit(1, null, Samples.bytes(LARGE_BYTES));
            Commit second = Samples.commit(2, null, Samples.bytes(LARGE_BYTES));
            List<Append> batch =
                    List.of(Samples.append(large, first), Samples.append(small, 0), Samples.append(large, second));
            assertThat(log.append(batch)).hasSize(3).allMatch(Appended.class::isInstance);
            assertThat(read(log, large, 1, Integer.MAX_VALUE).commits()).containsExactly(first, second);
        }
    }

    @Test
    default void large_pagesAreCutAtTheByteLimit() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Commit first = Samples.commit(1, null, Samples.bytes(LARGE_BYTES));
            Commit second = Samples.commit(2, null, Samples.bytes(10));
            log.append(List.of(Samples.append(id, first), Samples.append(id, second)));
            assertThat(read(log, id, 1, LARGE_BYTES / 2)).isEqualTo(new CommitPage(null, List.of(first), true));
            assertThat(read(log, id, 2, LARGE_BYTES / 2)).isEqualTo(new CommitPage(null, List.of(second), false));
        }
    }

    @Test
    default void large_logsAreReadInPagesWhileTheyGrow() {
        try (CommitLog log = open();
                CommitLog other = open()) {
            StateId id = Samples.freshId();
            Future<List<Commit>> writing = Crowd.start(() -> {
                List<Commit> written = new ArrayList<>();
                for (int expected = 0; expected < LONG; expected += 50) {
                    List<Append> batch = Samples.run(id, expected, 50);
                    log.append(batch);
                    batch.forEach(append -> written.add(append.commit()));
                }
                return written;
            });
            List<Commit> found = new ArrayList<>();
            while (found.size() < LONG) {
                if (writing.isDone()) {
                    Crowd.join(writing);
                }
                found.addAll(other.read(id, found.size() + 1, 37, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                        .commits());
            }
            assertThat(found).isEqualTo(Crowd.join(writing));
        }
    }

    @Test
    default void large_feedPagesHoldWhatSmallOnesDo() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            int shard = log.info().shardOf(id);
            Cursor begin = log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next();
            for (int expected = 0; expected < LONG; expected += 500) {
                log.append(Samples.run(id, expected, 500));
            }
            assertThat(feed(log, shard, begin, LONG)).hasSize(LONG).isEqualTo(feed(log, shard, begin, 61));
        }
    }

    private static List<FeedPage.Entry> feed(CommitLog log, int shard, Cursor from, int size) {
        List<FeedPage.Entry> entries = new ArrayList<>();
        FeedPage page = log.feed(shard, from, size, Duration.ZERO);
        while (!page.entries().isEmpty()) {
            entries.addAll(page.entries());
            page = log.feed(shard, page.next(), size, Duration.ZERO);
        }
        return entries;
    }

    private static CommitPage read(CommitLog log, StateId id, long from, int maxBytes) {
        return log.read(id, from, 100, maxBytes, Consistency.LINEARIZABLE);
    }
}
