package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections keep in native memory, which no limit on the heap bounds. */
final class SqliteStatementsTest {
    private static final int MOST_LABELS = 810;

    @TempDir
    private Path folder;

    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

    @Test
    void lists_ofAnyNumberOfLabelsShareTheirStatements() {
        try (CommitLog log = SqliteLog.open(folder.resolve("state.db"), new RememberingConnector())) {
            StateId id = Samples.freshId();
            Samples.appendTo(log, Samples.append(id, Samples.commit(1), labelled(labels(MOST_LABELS))));
            for (int count = 1; count <= MOST_LABELS; count += 9) {
                assertThat(log.list(0, filter(labels(count)), null, 10).states())
                        .hasSize(1);
            }
            assertThat(log.list(0, filter(Map.of("label-1", "other")), null, 10).states())
                    .isEmpty();
            assertThat(log.list(0, filter(labels(MOST_LABELS + 1)), null, 10).states())
                    .isEmpty();
        }
        assertThat(sessions).hasSizeBetween(2, 4);
        assertThat(sessions)
                .allSatisfy(session -> assertThat(session.prepared()).isLessThan(Session.MOST_STATEMENTS));
    }

    /** Few threads read, so a page must not hold one of them for as long as there are states. */
    @Test
    void page_thatFindsFewEndsAndTheNextGoesOnFromThere() {
        try (CommitLog log = SqliteLog.open(folder.resolve("state.db"), new RememberingConnector())) {
            for (int i = 0; i < 5; i++) {
                log.append(IntStream.range(0, 1_000)
                        .mapToObj(any ->
                                Samples.append(Samples.freshId(), Samples.commit(1), labelled(Map.of("team", "red"))))
                        .toList());
            }
            int pages = 0;
            StateId after = null;
            do {
                StatePage page = log.list(0, filter(Map.of("team", "blue")), after, 10);
                assertThat(page.states()).isEmpty();
                after = page.next();
                pages++;
            } while (after != null);
            assertThat(pages).isEqualTo(3);
        }
    }

    @Test
    void session_keepsTheStatementsUsedLast() throws SQLException {
        try (Session session = new RememberingConnector().connect(folder.resolve("some.db"))) {
            for (int i = 0; i < 4 * Session.MOST_STATEMENTS; i++) {
                assertThat(session.ask("select " + i)).isEqualTo(Integer.toString(i));
                assertThat(session.ask("select 'again'")).isEqualTo("again");
            }
            assertThat(session.prepared()).isEqualTo(Session.MOST_STATEMENTS);
        }
    }

    @Test
    void connections_keepABoundedNumberOfPages() throws SQLException {
        SqliteConnector connector = new RememberingConnector();
        Path file = folder.resolve("some.db");
        try (Session writer = connector.openWriter(file);
                Session reader = connector.openReader(file)) {
            assertThat(List.of(writer.ask("pragma cache_size"), reader.ask("pragma cache_size")))
                    .containsExactly("-16384", "-4096");
        }
    }

    private static Map<String, String> labels(int count) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 1; i <= count; i++) {
            labels.put("label-" + i, "value \"" + i);
        }
        return labels;
    }

    private static StateHeader labelled(Map<String, String> labels) {
        return new StateHeader(
                "owner", null, labels, Set.of(), Lifetime.PERSISTENT, null, null, Phase.OPEN, 1, Samples.at(1));
    }

    private static HeaderFilter filter(Map<String, String> labels) {
        return new HeaderFilter("owner", null, labels, null, null, null);
    }

    private final class RememberingConnector extends SqliteConnector {
        RememberingConnector() {
            super(SqliteOptions.DEFAULT);
        }

        @Override
        Session connect(Path file) throws SQLException {
            Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file));
            sessions.add(session);
            return session;
        }
    }
}
