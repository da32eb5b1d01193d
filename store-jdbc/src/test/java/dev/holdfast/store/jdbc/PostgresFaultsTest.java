package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PostgresFaultsTest {
    /** How often a connection is cut. */
    private static final int CUTS = Integer.getInteger("holdfast.test.cuts", 60);

    @Test
    void connectionCutAtAnAppend_isResolvedToExactlyOnce() throws IOException {
        String direct = PostgresUnderTest.newStore(2);
        int port = PostgresUnderTest.port(direct);
        try (CuttingProxy proxy = new CuttingProxy(port);
                CommitLog log = PostgresUnderTest.open(direct.replace(":" + port + "/", ":" + proxy.port() + "/"));
                CommitLog onlooker = PostgresUnderTest.open(direct)) {
            StateId id = Samples.freshId();
            CuttingProxy.When[] whens = CuttingProxy.When.values();
            List<Commit> commits = new ArrayList<>();
            for (int i = 0; i < CUTS; i++) {
                CuttingProxy.When when = whens[1 + i % (whens.length - 1)];
                String word = "cut-" + i + "-here";
                Commit commit = Samples.commit(i + 1, null, Bytes.wrap(word.getBytes(StandardCharsets.ISO_8859_1)));
                commits.add(commit);
                proxy.arm(word, when);
                AppendResult result = Samples.appendTo(log, Samples.append(id, commit));
                assertThat(result).as("%s", when).isInstanceOf(AppendResult.Indeterminate.class);
                if (when == CuttingProxy.When.BEFORE_THE_ANSWER) {
                    assertThat(onlooker.head(id, Consistency.LINEARIZABLE))
                            .isEqualTo(new Head.Live(i + 1, commit.hash()));
                }
                settle(log, id, commit);
            }
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertThat(onlooker.read(id, 1, CUTS + 1, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                            .commits())
                    .isEqualTo(commits);
        }
    }

    @Test
    void connectionCutAtAnotherChange_isResolvedToExactlyOnce() throws IOException {
        // The driver then sends the text of each statement with it, and not the name of one prepared before.
        String direct = PostgresUnderTest.newStore(2) + "&prepareThreshold=0";
        int port = PostgresUnderTest.port(direct);
        try (CuttingProxy proxy = new CuttingProxy(port);
                CommitLog log = PostgresUnderTest.open(direct.replace(":" + port + "/", ":" + proxy.port() + "/"))) {
            for (CuttingProxy.When when : CuttingProxy.When.values()) {
                StateId id = Samples.freshId();
                StateId begun = Samples.freshId();
                Base base = Samples.base(Samples.fill(log, id, 3).get(1));

                proxy.arm("COMMIT", when);
                log.truncate(id, 2, base);
                proxy.arm("COMMIT", when);
                assertThat(log.begin(begun, base, Samples.header("owner"))).isTrue();
                proxy.arm("COMMIT", when);
                assertThat(log.tombstone(id, 3)).isTrue();

                assertThat(log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(Head.Deleted.class);
                assertThat(log.head(begun, Consistency.LINEARIZABLE)).isEqualTo(new Head.Live(2, base.hash()));
                assertThat(log.begin(begun, Samples.base(Samples.commit(2)), Samples.header("owner")))
                        .isFalse();
            }
            assertThat(proxy.cuts()).isEqualTo(3 * (CuttingProxy.When.values().length - 1));
        }
    }

    /** Appends again until the commit is there, which a conflict with the commit itself shows as well. */
    private static void settle(CommitLog log, StateId id, Commit commit) {
        for (AppendResult result = null; !(result instanceof Appended); ) {
            Head head = log.head(id, Consistency.LINEARIZABLE);
            if (head.equals(new Head.Live(commit.revision(), commit.hash()))) {
                return;
            }
            result = Samples.appendTo(log, Samples.append(id, commit));
            assertThat(result).isInstanceOfAny(Appended.class, AppendResult.Conflict.class);
        }
    }

    @Test
    void serverThatIsNotThere_isNotAnUncertainOutcome() throws IOException {
        String direct = PostgresUnderTest.newStore(2);
        int port = PostgresUnderTest.port(direct);
        CuttingProxy proxy = new CuttingProxy(port);
        String through = direct.replace(":" + port + "/", ":" + proxy.port() + "/");
        PostgresOptions impatient = PostgresOptions.DEFAULT.withTimeouts(
                Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));
        StateId id = Samples.freshId();
        try (CommitLog log = PostgresStore.open(through, impatient)) {
            proxy.arm("no-way-back", CuttingProxy.When.BEFORE_THE_REQUEST);
            proxy.close();
            Commit commit = Samples.commit(1, null, Bytes.wrap("no-way-back".getBytes(StandardCharsets.ISO_8859_1)));
            Samples.appendTo(log, Samples.append(id, commit)); // Its connection was open already.
            assertThat(Samples.appendTo(log, Samples.append(id, commit))).isInstanceOf(AppendResult.NotAttempted.class);
        }
    }

    @Test
    void transactionHeldOpen_losesNothingOfTheFeed() throws SQLException {
        String store = PostgresUnderTest.newStore(2);
        try (CommitLog log = PostgresUnderTest.open(store);
                CommitLog reader = PostgresUnderTest.open(store);
                Connection held = PostgresUnderTest.connect(store)) {
            List<StateId> states = new ArrayList<>(List.of(ofShard(log, 0), ofShard(log, 0), ofShard(log, 1)));
            Cursor start = reader.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
            held.setAutoCommit(false);
            PostgresRuns runs = new PostgresRuns(log.info(), List.of(Samples.append(states.get(0), 0)));
            PostgresAppend.run(held, runs);
            assertThat(runs.results()).containsExactly(AppendResult.APPENDED);

            Future<List<AppendResult>> behind = Crowd.start(() -> log.append(Samples.run(states.get(1), 0, 3)));
            assertThat(log.append(Samples.run(states.get(2), 0, 3))).allMatch(Appended.class::isInstance);
            FeedPage meanwhile = reader.feed(0, start, 10, Duration.ZERO);
            held.commit();

            assertThat(Crowd.join(behind)).allMatch(Appended.class::isInstance);
            List<FeedPage.Entry> all = new ArrayList<>(meanwhile.entries());
            all.addAll(reader.feed(0, meanwhile.next(), 10, Duration.ZERO).entries());
            assertThat(all)
                    .extracting(FeedPage.Entry::state)
                    .containsExactly(states.get(0), states.get(1), states.get(1), states.get(1));
        }
    }

    @Test
    void batchesOfSeveralShards_doNotLockEachOtherOut() {
        String store = PostgresUnderTest.newStore(4);
        try (CommitLog log = PostgresUnderTest.open(store);
                CommitLog other = PostgresUnderTest.open(store)) {
            List<Integer> appended = Crowd.run(6, n -> {
                int count = 0;
                List<StateId> own = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    own.add(Samples.freshId());
                }
                for (int revision = 0; revision < 15; revision++) {
                    List<Append> batch = new ArrayList<>();
                    for (StateId id : own) {
                        batch.add(Samples.append(id, revision));
                    }
                    count += (int) (n % 2 == 0 ? log : other)
                            .append(batch).stream()
                                    .filter(Appended.class::isInstance)
                                    .count();
                }
                return count;
            });
            assertThat(appended).containsOnly(8 * 15);
        }
    }

    private static StateId ofShard(CommitLog log, int shard) {
        StateId id = Samples.freshId();
        while (log.info().shardOf(id) != shard) {
            id = Samples.freshId();
        }
        return id;
    }
}
