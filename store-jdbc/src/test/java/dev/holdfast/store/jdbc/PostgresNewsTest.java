package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PostgresNewsTest {
    private static final PostgresOptions NEVER_LOOKS = PostgresOptions.DEFAULT.withPoll(Duration.ofDays(1));

    private final String store = PostgresUnderTest.newStore(1);

    @Test
    void readersThatWait_areToldAndHoldNoConnection() throws SQLException {
        try (CommitLog reader = PostgresStore.open(store, NEVER_LOOKS.withConnections(1, 1));
                CommitLog writer = PostgresUnderTest.open(store)) {
            awaitListeners(writer.info().id(), 2);
            Cursor start = present(reader);
            List<Future<FeedPage>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(Crowd.start(() -> reader.feed(0, start, 1, Duration.ofDays(1))));
            }
            StateId id = Samples.freshId();
            assertThat(reader.feed(0, start, 1, Duration.ZERO).entries()).isEmpty();
            Samples.fill(writer, id, 1);
            for (Future<FeedPage> page : waiting) {
                assertThat(Crowd.join(page).entries())
                        .extracting(FeedPage.Entry::state)
                        .containsExactly(id);
            }
        }
    }

    @Test
    void readersAreToldNothing_andLookThemselves() throws SQLException {
        try (CommitLog reader = PostgresStore.open(store, NEVER_LOOKS);
                CommitLog writer = PostgresUnderTest.open(store)) {
            awaitListeners(writer.info().id(), 2);
            Future<FeedPage> waiting = Crowd.start(() -> reader.feed(0, present(reader), 1, Duration.ofDays(1)));
            assertThat(listeners(writer.info().id(), "pg_terminate_backend(pid)"))
                    .isEqualTo(2);
            StateId id = Samples.freshId();
            Samples.fill(writer, id, 1);
            // A page is empty only if the wait is over, so the first read is repeated from its start if it began late.
            assertThat(Crowd.join(waiting).entries())
                    .extracting(FeedPage.Entry::state)
                    .containsExactly(id);
            awaitListeners(writer.info().id(), 2);
        }
    }

    private static Cursor present(CommitLog log) {
        return log.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
    }

    private void awaitListeners(String id, int count) throws SQLException {
        await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS)).until(() -> listeners(id, "true") == count);
    }

    private int listeners(String id, String what) throws SQLException {
        try (Connection connection = PostgresUnderTest.connect(store);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from (select " + what
                        + " as done from pg_stat_activity where query = 'listen \"holdfast-" + id
                        + "\"' and state = 'idle') t where done")) {
            row.next();
            return row.getInt(1);
        }
    }
}
