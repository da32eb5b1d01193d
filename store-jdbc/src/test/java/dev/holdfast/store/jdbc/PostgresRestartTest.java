package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresRestartTest {
    private static final int WRITERS = 4;
    private static final int COMMITS = 60;
    private static final PostgresOptions IMPATIENT = PostgresOptions.DEFAULT.withTimeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(30));

    @TempDir
    private Path folder;

    /** The clients are not told; they only try again. */
    @Test
    void databaseKilledUnderLoadAndAtRest_losesNothingAndIsFoundAgain() throws IOException, InterruptedException {
        try (KilledPostgres server = KilledPostgres.start(folder)) {
            assumeTrue(server.canBeRestarted(), "the server cannot be started again here");
            String store = server.address() + "shards=2";
            try (CommitLog log = PostgresStore.open(store, IMPATIENT)) {
                Cursor start = log.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
                CountDownLatch underWay = new CountDownLatch(WRITERS * COMMITS / 3);
                List<StateId> states = List.of(ofShard0(log), ofShard0(log), ofShard0(log), ofShard0(log));
                Future<List<List<Commit>>> writing =
                        Crowd.start(() -> Crowd.run(WRITERS, n -> write(log, states.get(n), underWay)));
                underWay.await();
                server.kill();
                server.startAgain();
                List<List<Commit>> written = Crowd.join(writing);

                server.kill();
                server.startAgain();
                for (int i = 0; i < WRITERS; i++) {
                    assertThat(readAgain(log, states.get(i))).isEqualTo(written.get(i));
                }
                assertThat(follow(log, start)).isEqualTo(WRITERS * COMMITS);
            }
        }
    }

    /** Appends, and settles what is uncertain as the engine does. */
    private static List<Commit> write(CommitLog log, StateId id, CountDownLatch underWay) {
        List<Commit> written = new ArrayList<>();
        while (written.size() < COMMITS) {
            Commit commit = Samples.commit(written.size() + 1);
            for (boolean there = false; !there; ) {
                AppendResult result = Samples.appendTo(log, Samples.append(id, commit));
                there = result instanceof Appended || isThere(log, id, commit);
            }
            written.add(commit);
            underWay.countDown();
        }
        return written;
    }

    private static boolean isThere(CommitLog log, StateId id, Commit commit) {
        try {
            return log.head(id, Consistency.LINEARIZABLE).equals(new Head.Live(commit.revision(), commit.hash()));
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static List<Commit> readAgain(CommitLog log, StateId id) {
        while (true) {
            try {
                return log.read(id, 1, COMMITS + 1, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                        .commits();
            } catch (StoreUnavailableException e) {
                // The first use of a connection that is dead, or a database that is still recovering.
            }
        }
    }

    /** How many commits the feed has. */
    private static int follow(CommitLog log, Cursor start) {
        int count = 0;
        FeedPage page = log.feed(0, start, 100, Duration.ZERO);
        while (!page.entries().isEmpty()) {
            count += page.entries().size();
            page = log.feed(0, page.next(), 100, Duration.ZERO);
        }
        return count;
    }

    private static StateId ofShard0(CommitLog log) {
        StateId id = Samples.freshId();
        while (log.info().shardOf(id) != 0) {
            id = Samples.freshId();
        }
        return id;
    }
}
