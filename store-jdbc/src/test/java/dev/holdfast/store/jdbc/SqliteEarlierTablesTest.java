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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose tables were made before owners had sums and headers said how long events are kept. */
final class SqliteEarlierTablesTest {
    private final StateHeader header = Samples.header("owner");
    private final StateId one = Samples.freshId();
    private final StateId other = Samples.freshId();

    @Test
    void whatEarlierTablesLack_isAddedAtOpening(@TempDir Path folder) throws SQLException {
        Path file = written(folder);
        execute(file, "drop index state_by_age", "alter table state drop column kept_for", "drop table holding");

        try (CommitLog log = SqliteStore.open(file)) {
            assertThat(log.held(0, "owner")).isEqualTo(new Holding(2, 2 * header.bytes()));
            log.append(List.of(Samples.append(one, Samples.commit(2), header.withKeptFor(Duration.ofDays(1)))));
            assertThat(log.list(0, HeaderFilter.AGING, null, 10).states())
                    .extracting(StatePage.Listed::id)
                    .containsExactly(one);
            assertThat(found(log)).isEmpty();
        }
    }

    @Test
    void sumThatIsNotThatOfTheStates_isTold(@TempDir Path folder) throws SQLException {
        Path file = written(folder);
        execute(file, "update holding set bytes = bytes + 1");

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

    private static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
