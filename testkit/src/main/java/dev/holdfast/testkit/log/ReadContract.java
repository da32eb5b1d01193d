package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ranges, limits, and that all ways to read agree. */
public interface ReadContract extends StoreFixture {
    @Test
    default void read_ofAnAbsentStateIsEmpty() {
        try (CommitLog log = open()) {
            assertThat(log.read(Samples.freshId(), 1, 10, 1000, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(null, List.of(), false));
        }
    }

    @Test
    default void heads_areThoseOfEachState_inTheOrderAskedFor() {
        try (CommitLog log = open()) {
            List<StateId> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                StateId id = Samples.freshId();
                ids.add(id);
                Samples.fill(log, id, i % 4);
                if (i % 4 == 3) {
                    log.tombstone(id, 3);
                }
            }
            ids.add(ids.getFirst());
            ids.add(ids.get(2));

            assertThat(log.heads(ids, Consistency.LINEARIZABLE))
                    .isEqualTo(ids.stream()
                            .map(id -> log.head(id, Consistency.LINEARIZABLE))
                            .toList());
            assertThat(log.heads(List.of(), Consistency.LINEARIZABLE)).isEmpty();
        }
    }

    @Test
    default void read_answersWhatWasAskedFor() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 10);
            assertThat(read(log, id, 1, 100)).isEqualTo(new CommitPage(null, commits, false));
            assertThat(read(log, id, 4, 3)).isEqualTo(new CommitPage(null, commits.subList(3, 6), true));
            assertThat(read(log, id, 8, 3)).isEqualTo(new CommitPage(null, commits.subList(7, 10), false));
            assertThat(read(log, id, 10, 1)).isEqualTo(new CommitPage(null, commits.subList(9, 10), false));
            assertThat(read(log, id, 11, 1)).isEqualTo(new CommitPage(null, List.of(), false));
            assertThat(read(log, id, 1_000_000, 1)).isEqualTo(new CommitPage(null, List.of(), false));
        }
    }

    @Test
    default void read_stopsAtTheByteLimitButNeverBeforeTheFirst() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Append> batch = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                batch.add(Samples.append(id, Samples.commit(i, null, Samples.bytes(100))));
            }
            log.append(batch);
            List<Commit> commits = batch.stream().map(Append::commit).toList();
            assertThat(log.read(id, 1, 10, 250, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(null, commits.subList(0, 2), true));
            assertThat(log.read(id, 1, 10, 300, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(null, commits.subList(0, 3), true));
            assertThat(log.read(id, 2, 10, 0, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(null, commits.subList(1, 2), true));
            assertThat(log.read(id, 5, 10, 1, Consistency.LINEARIZABLE))
                    .isEqualTo(new CommitPage(null, commits.subList(4, 5), false));
        }
    }

    @Test
    default void read_pagesAddUpToTheLog() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            List<Commit> commits = Samples.fill(log, id, 100);
            List<Commit> walked = new ArrayList<>();
            CommitPage page;
            do {
                page = log.read(id, walked.size() + 1, 7, 200, Consistency.CACHED);
                walked.addAll(page.commits());
            } while (page.more());
            assertThat(walked).isEqualTo(commits);
        }
    }

    @Test
    default void read_andHeadAgreeWhileOthersAppend() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 1);
            Crowd.run(4, thread -> {
                for (int i = 0; i < 50; i++) {
                    if (thread == 0) {
                        Samples.appendTo(log, Samples.append(id, i + 1));
                    } else {
                        headIsInTheLog(log, id);
                    }
                }
                return thread;
            });
        }
    }

    private static void headIsInTheLog(CommitLog log, StateId id) {
        Head head = log.head(id, Consistency.LINEARIZABLE);
        assertThat(head).isInstanceOfSatisfying(Head.Live.class, live -> {
            Commit newest = read(log, id, live.revision(), 1).commits().getFirst();
            assertThat(newest.revision()).isEqualTo(live.revision());
            assertThat(newest.hash()).isEqualTo(live.hash());
        });
    }

    private static CommitPage read(CommitLog log, StateId id, long from, int max) {
        return log.read(id, from, max, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
    }
}
