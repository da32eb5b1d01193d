package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose tables were made before headers said how long events are kept, or what states wait for. */
final class SqliteEarlierTablesTest {
    private final StateHeader header = Samples.header("owner");
    private final StateId one = Samples.freshId();
    private final StateId other = Samples.freshId();

    private static final List<String> WITHOUT_WAITING =
            List.of("alter table state drop column waits_for", "drop table waiting");
    private static final List<String> WITHOUT_AGES =
            List.of("drop index state_by_age", "alter table state drop column kept_for", "drop table holding");

    @Test
    void whatTheFirstTablesLack_isAddedAtOpening(@TempDir Path folder) throws SQLException {
        Path file = written(folder);
        execute(file, WITHOUT_WAITING);
        execute(file, WITHOUT_AGES);

        try (CommitLog log = SqliteStore.open(file)) {
            assertThat(log.held(0, "owner")).isEqualTo(new Holding(2, 2 * header.bytes()));
            isWhole(log);
        }
    }

    @Test
    void whatLaterTablesLack_isAddedAtOpening(@TempDir Path folder) throws SQLException {
        Path file = written(folder);
        execute(file, WITHOUT_WAITING);

        try (CommitLog log = SqliteStore.open(file)) {
            isWhole(log);
        }
    }

    @Test
    void tableThatDoesNotSayWhatIsWaitedFor_isTold(@TempDir Path folder) throws SQLException {
        Path file = written(folder);
        try (CommitLog log = SqliteStore.open(file)) {
            log.append(List.of(Samples.append(one, Samples.commit(2), header.withWaitsFor(Set.of("work:review")))));
        }
        execute(file, List.of("update waiting set what = 'work:other'"));

        try (CommitLog log = SqliteStore.open(file)) {
            assertThat(found(log))
                    .extracting(Discrepancy::what)
                    .containsExactly(
                            "the table of what is waited for names something that its header does not name",
                            "the table of what is waited for lacks something that its header names");
        }
    }

    private void isWhole(CommitLog log) {
        StateHeader changed = header.withKeptFor(Duration.ofDays(1)).withWaitsFor(Set.of("work:review"));
        log.append(List.of(Samples.append(one, Samples.commit(2), changed)));
        for (HeaderFilter filter :
                List.of(HeaderFilter.AGING, HeaderFilter.ALL.withWaitsFor(Set.of("work:review", "work:other")))) {
            assertThat(log.list(0, filter, null, 10).states()).containsExactly(new StatePage.Listed(one, 2, changed));
        }
        assertThat(found(log)).isEmpty();
    }

    @Test
    void sumThatIsNotThatOfTheStates_isTold(@TempDir Path folder) throws SQLException {
        Path file = written(folder);
        execute(file, List.of("update holding set bytes = bytes + 1"));

        try (CommitLog log = SqliteStore.open(file)) {
            assertThat(found(log))
                    .extracting(Discrepancy::what)
                    .containsExactly("what its owner holds is not the sum of its states");
        }
    }

    private Path written(Path folder) {
        Path file = folder.resolve("store.db");
        try (CommitLog log = SqliteStore.open(file)) {
            log.append(List.of(
                    Samples.append(one, Samples.commit(1), header), Samples.append(other, Samples.commit(1), header)));
        }
        return file;
    }

    private static List<Discrepancy> found(CommitLog log) {
        List<Discrepancy> found = new ArrayList<>();
        log.inspect(found::add);
        return found;
    }

    private static void execute(Path file, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
