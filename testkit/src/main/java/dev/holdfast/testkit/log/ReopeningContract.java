package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.AppendResult.Conflict;
import dev.holdfast.engine.spi.AppendResult.Gone;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a durable store still holds after all its clients were closed. */
public interface ReopeningContract extends StoreFixture {
    @Test
    default void reopen_findsTheSameStore() {
        StoreInfo before;
        try (CommitLog log = openDurable()) {
            before = log.info();
        }
        try (CommitLog log = reopen()) {
            assertThat(log.info()).isEqualTo(before);
        }
    }

    @Test
    default void reopen_findsCommitsCommandsAndHeaders() {
        String owner = Samples.freshName("owner");
        Set<String> waits = Set.of(StateHeader.ANY_PERSON, StateHeader.WORK + owner);
        StateHeader header = Samples.header(owner).withWaitsFor(waits);
        StateId id = Samples.freshId();
        CommandKey command = new CommandKey("alice", "op-1");
        List<Commit> commits = List.of(Samples.commit(1), Samples.commit(2, command, Samples.bytes(10)));
        try (CommitLog log = openDurable()) {
            log.append(List.of(Samples.append(id, commits.get(0), header), Samples.append(id, commits.get(1), header)));
        }
        try (CommitLog log = reopen()) {
            assertThat(read(log, id)).isEqualTo(new CommitPage(null, commits, false));
            assertThat(log.find(id, command)).hasValue(2);
            for (HeaderFilter filter :
                    List.of(HeaderFilter.of(owner), HeaderFilter.ALL.withWaitsFor(Set.of(StateHeader.WORK + owner)))) {
                assertThat(log.list(log.info().shardOf(id), filter, null, 10).states())
                        .containsExactly(new StatePage.Listed(id, 2, header));
            }
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isInstanceOf(Conflict.class);
        }
    }

    @Test
    default void reopen_findsTombstonesAndBases() {
        StateId erased = Samples.freshId();
        StateId compacted = Samples.freshId();
        Commit last;
        Base base;
        try (CommitLog log = openDurable()) {
            last = Samples.fill(log, erased, 2).getLast();
            log.tombstone(erased, 2);
            base = Samples.base(Samples.fill(log, compacted, 2).getLast());
            log.truncate(compacted, 2, base);
        }
        try (CommitLog log = reopen()) {
            assertThat(log.head(erased, Consistency.LINEARIZABLE)).isEqualTo(new Head.Deleted(2, last.hash()));
            assertThat(Samples.appendTo(log, Samples.append(erased, 0))).isInstanceOf(Gone.class);
            assertThat(read(log, compacted)).isEqualTo(new CommitPage(base, List.of(), false));
            assertThat(log.head(compacted, Consistency.LINEARIZABLE)).isEqualTo(new Head.Live(2, base.hash()));
        }
    }

    @Test
    default void reopen_resumesTheFeedWhereItWas() {
        StateId id = Samples.freshId();
        Cursor cursor;
        try (CommitLog log = openDurable()) {
            Samples.fill(log, id, 2);
            cursor = log.feed(log.info().shardOf(id), Cursor.LATEST, 1, Duration.ZERO)
                    .next();
            Samples.appendTo(log, Samples.append(id, 2));
        }
        try (CommitLog log = reopen()) {
            Samples.appendTo(log, Samples.append(id, 3));
            List<FeedPage.Entry> entries =
                    log.feed(log.info().shardOf(id), cursor, 100, Duration.ZERO).entries();
            assertThat(entries.stream().filter(entry -> entry.state().equals(id)))
                    .extracting(entry -> entry.commit().revision())
                    .containsExactly(3L, 4L);
        }
    }

    @Test
    default void reopen_neverGivesAPlaceInTheFeedTwice() {
        StateId id = Samples.freshId();
        Cursor cursor;
        try (CommitLog log = openDurable()) {
            Samples.fill(log, id, 2);
            cursor = log.feed(log.info().shardOf(id), Cursor.LATEST, 1, Duration.ZERO)
                    .next();
            log.tombstone(id, 2);
        }
        try (CommitLog log = reopen()) {
            StateId next = Samples.freshId();
            while (log.info().shardOf(next) != log.info().shardOf(id)) {
                next = Samples.freshId();
            }
            Samples.fill(log, next, 1);
            assertThat(log.feed(log.info().shardOf(id), cursor, 100, Duration.ZERO)
                            .entries())
                    .extracting(FeedPage.Entry::state)
                    .contains(next);
        }
    }

    private CommitLog openDurable() {
        CommitLog log = open();
        boolean durable = log.info().durability() != Durability.EPHEMERAL;
        if (!durable) {
            log.close();
        }
        assumeTrue(durable, "this store is not durable");
        return log;
    }

    private static CommitPage read(CommitLog log, StateId id) {
        return log.read(id, 1, 100, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
    }
}
