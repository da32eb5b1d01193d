package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult.Gone;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tombstones: what is kept, what is deleted, and that nothing can be appended after them. */
public interface ErasureContract extends StoreFixture {
    @Test
    default void tombstone_keepsRevisionAndHashOnly() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            StateId id = Samples.freshId();
            CommandKey command = new CommandKey("alice", "op-1");
            Commit commit = Samples.commit(1, command, Samples.bytes(10));
            log.append(List.of(Samples.append(id, commit, Samples.header(owner))));
            assertThat(log.tombstone(id, 1)).isTrue();
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(new Head.Deleted(1, commit.hash()));
            assertThat(log.read(id, 1, 10, 1000, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(null, List.of(), false));
            assertThat(log.find(id, command)).isEmpty();
            HeaderFilter filter = new HeaderFilter(owner, null, Map.of(), null, null, null);
            assertThat(log.list(log.info().shardOf(id), filter, null, 10).states())
                    .isEmpty();
        }
    }

    @Test
    default void tombstone_isNeverGrownOver() {
        try (CommitLog log = open();
                CommitLog other = open()) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 3);
            assertThat(log.tombstone(id, 3)).isTrue();
            for (long expected : new long[] {0, 2, 3, 4}) {
                assertThat(Samples.appendTo(log, Samples.append(id, expected))).isInstanceOf(Gone.class);
                assertThat(Samples.appendTo(other, Samples.append(id, expected)))
                        .isInstanceOf(Gone.class);
            }
        }
    }

    @Test
    default void tombstone_happensOnlyAtTheExpectedRevision() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            assertThat(log.tombstone(id, 0)).isFalse();
            Samples.fill(log, id, 2);
            assertThat(log.tombstone(id, 1)).isFalse();
            assertThat(log.tombstone(id, 3)).isFalse();
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(Head.Live.class);
            assertThat(log.tombstone(id, 2)).isTrue();
            assertThat(log.tombstone(id, 2)).isFalse();
        }
    }

    @Test
    default void tombstone_ofATruncatedStateForgetsItsBase() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Commit last = Samples.fill(log, id, 2).getLast();
            log.truncate(id, 2, Samples.base(last));
            assertThat(log.tombstone(id, 2)).isTrue();
            assertThat(log.read(id, 1, 10, 1000, Consistency.LINEARIZABLE).base())
                    .isNull();
            assertThatThrownBy(() -> log.truncate(id, 2, Samples.base(last)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
