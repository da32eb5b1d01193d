package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** States that begin with a base, as those do that come from a store which had compacted them. */
public interface BeginningContract extends StoreFixture {
    @Test
    default void begin_isLikeCommitsThatWereReplaced() {
        try (CommitLog log = open();
                CommitLog other = open()) {
            StateId id = Samples.freshId();
            StateHeader header = Samples.header(Samples.freshName("owner"));
            Base base = Samples.base(Samples.commit(7));
            assertThat(log.begin(id, base, header)).isTrue();
            Commit next = Samples.commit(8);
            assertThat(read(other, id, 1)).isEqualTo(new CommitPage(base, List.of(), false));
            assertThat(other.head(id, Consistency.LINEARIZABLE)).isEqualTo(new Head.Live(7, base.hash()));
            assertThat(Samples.appendTo(other, Samples.append(id, next, header)))
                    .isInstanceOf(Appended.class);
            assertThat(read(log, id, 3)).isEqualTo(new CommitPage(base, List.of(next), false));
            log.truncate(id, 8, Samples.base(next));
            assertThat(log.tombstone(id, 8)).isTrue();
        }
    }

    @Test
    default void begin_isListedAndCounted() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            String owner = Samples.freshName("owner");
            int shard = log.info().shardOf(id);
            log.begin(id, Samples.base(Samples.commit(7)), Samples.header(owner));
            assertThat(log.list(shard, HeaderFilter.of(owner), null, 10).states())
                    .singleElement()
                    .satisfies(listed -> assertThat(listed.revision()).isEqualTo(7));
            assertThat(log.held(shard, owner)).isEqualTo(Holding.of(Samples.header(owner)));
        }
    }

    @Test
    default void begin_changesNothingOfAStateThatIsThereOrWas() {
        try (CommitLog log = open()) {
            StateId there = Samples.freshId();
            StateId erased = Samples.freshId();
            Samples.fill(log, there, 2);
            Samples.fill(log, erased, 1);
            log.tombstone(erased, 1);
            for (StateId id : new StateId[] {there, erased}) {
                CommitPage before = read(log, id, 1);
                Head head = log.head(id, Consistency.LINEARIZABLE);
                assertThat(log.begin(id, Samples.base(Samples.commit(7)), Samples.header("owner")))
                        .isFalse();
                assertThat(read(log, id, 1)).isEqualTo(before);
                assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(head);
            }
        }
    }

    @Test
    default void begin_isPassedByNoReaderOfTheFeed() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            int shard = log.info().shardOf(id);
            Cursor before = log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next();
            log.begin(id, Samples.base(Samples.commit(7)), Samples.header("owner"));
            assertThatThrownBy(() -> log.feed(shard, before, 10, Duration.ZERO))
                    .isInstanceOf(CursorExpiredException.class);
            assertThat(log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next()).isNotEqualTo(before);
        }
    }

    @Test
    default void begin_outlastsTheClient() {
        StateId id = Samples.freshId();
        Base base = Samples.base(Samples.commit(7));
        try (CommitLog keeper = open()) {
            try (CommitLog log = open()) {
                log.begin(id, base, Samples.header("owner"));
            }
            try (CommitLog log = open()) {
                assertThat(read(log, id, 1).base()).isEqualTo(base);
                log.inspect(found -> assertThat(found.state()).isNotEqualTo(id));
            }
            assertThat(read(keeper, id, 1).base()).isEqualTo(base);
        }
    }

    private static CommitPage read(CommitLog log, StateId id, long from) {
        return log.read(id, from, 1000, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
    }
}
