package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresOpeningTest {
    private static final PostgresMigrations.First NOTHING = connection -> {};

    private final String store = PostgresUnderTest.newStore(2);

    @Test
    void manyThatOpenANewStoreAtOnce_openTheSame() {
        List<String> ids = Crowd.run(6, n -> {
            try (CommitLog log = PostgresUnderTest.open(store)) {
                Samples.fill(log, Samples.freshId(), 1);
                return log.info().id() + " " + log.info().shards();
            }
        });
        assertThat(ids).containsOnly(ids.getFirst()).allMatch(each -> each.endsWith(" 2"));
        try (CommitLog log = PostgresUnderTest.open(store.replace("shards=2", "shards=5"))) {
            assertThat(log.info().shards()).isEqualTo(2);
        }
    }

    @Test
    void examination_tellsOfServerAndTables_andMakesNone() {
        PostgresProvider provider = new PostgresProvider();

        Examination before = provider.examine(store);
        assertThat(before.present()).isFalse();
        assertThat(before.isUsable()).isTrue();
        assertThat(provider.examine(store).present()).isFalse();
        try (CommitLog log = PostgresUnderTest.open(store)) {
            assertThat(log.time().orElseThrow())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
        Examination after = provider.examine(store);
        assertThat(after.present()).isTrue();
        assertThat(after.findings()).extracting(StoreFinding::check).containsExactly("server", "settings", "schema");
        assertThat(after.findings().getLast().found()).isEqualTo("version 1");
    }

    @Test
    void examination_ofAServerThatIsNotThere_saysSo_withoutThePassword() {
        Examination found = new PostgresProvider().examine("postgresql://me:s3cret@127.0.0.1:1/db");

        assertThat(found.isUsable()).isFalse();
        assertThat(found.findings().getFirst().check()).isEqualTo("server");
        assertThat(found.toString()).doesNotContain("s3cret");
    }

    @Test
    void tablesOfAnEarlierVersion_areMigrated_andThoseOfALaterOneRefused() throws SQLException {
        String schema = PostgresConnector.address(store).schema();
        PostgresMigrations one = new PostgresMigrations("sample", List.of("create table a (n integer)"));
        PostgresMigrations two = new PostgresMigrations(
                "sample", List.of("create table a (n integer)", "alter table a add column m integer default 7"));
        PostgresMigrations broken = new PostgresMigrations(
                "sample", List.of("", "", "create table b (n integer); select no_such_function()"));
        try (Connection connection = PostgresUnderTest.connect(store)) {
            one.apply(connection, schema, first -> execute(first, "insert into a (n) values (1)"));
            two.apply(connection, schema, first -> execute(first, "insert into a (n) values (2)"));
            two.apply(connection, schema, NOTHING);
            assertThat(ask(connection, "select count(*) || ' ' || min(m) from a"))
                    .isEqualTo("1 7");
            assertThatThrownBy(() -> one.apply(connection, schema, NOTHING))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("format 2, written by a newer version of Holdfast; this one reads up to 1");
            assertThatThrownBy(() -> broken.apply(connection, schema, NOTHING)).isInstanceOf(SQLException.class);
            assertThat(ask(connection, "select to_regclass('b') is null and max(version) = 2 from holdfast_schema"))
                    .isEqualTo("t");
        }
    }

    @Test
    void commitsWaitForTheDisk_whateverTheDefaultsAre() throws SQLException {
        String careless = store + "&options=-c%20synchronous_commit=off";
        try (CommitLog log = PostgresUnderTest.open(careless);
                Connection connection = PostgresUnderTest.connect(careless)) {
            assertThat(log.info().evidence()).contains("synchronous_commit=on");
            assertThat(ask(connection, "show synchronous_commit")).isEqualTo("on");
            connection.setAutoCommit(false);
            execute(connection, "set synchronous_commit = off");
            PostgresRuns runs = new PostgresRuns(log.info(), List.of(Samples.append(Samples.freshId(), 0)));
            PostgresAppend.run(connection, runs);
            assertThat(ask(connection, "show synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void serverThatMayOnlyBeRead_isRefused() {
        assertThatThrownBy(() -> PostgresUnderTest.open(store + "&options=-c%20default_transaction_read_only=on"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("only lets this user read");
    }

    @Test
    void durability_isWhatTheSettingsSay() {
        assertThat(new PostgresServer("18", true, true, "on", "").durability()).isEqualTo(Durability.LOCAL);
        assertThat(new PostgresServer("18", true, true, "on", "ANY 1 (a, b)").durability())
                .isEqualTo(Durability.QUORUM);
        assertThat(new PostgresServer("18", false, true, "on", "").durability()).isEqualTo(Durability.PROCESS);
        assertThat(new PostgresServer("18", true, false, "on", "a").durability())
                .isEqualTo(Durability.PROCESS);
        assertThat(new PostgresServer("18.6", true, true, "remote_apply", "a").evidence())
                .isEqualTo("PostgreSQL 18.6, fsync=on, full_page_writes=on, synchronous_commit=remote_apply,"
                        + " synchronous_standby_names=a");
    }

    @Test
    void connectionThatKeepsLessThanPromised_isNotUsed() throws SQLException {
        try (CommitLog log = PostgresUnderTest.open(store);
                Connection connection = PostgresUnderTest.connect(store)) {
            PostgresConnector connector =
                    new PostgresConnector(PostgresConnector.address(store), PostgresOptions.DEFAULT);
            String id = log.info().id();
            execute(connection, connector.settingsAndChecks(id, log.info().durability()));
            assertThatThrownBy(() -> execute(connection, connector.settingsAndChecks(id, Durability.QUORUM)))
                    .hasMessageContaining("less is durable than was promised");
            assertThatThrownBy(() -> execute(connection, connector.settingsAndChecks("x", Durability.PROCESS)))
                    .hasMessageContaining("another store");
        }
    }

    @Test
    void missingLibrary_isNamed() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> Drivers.POSTGRES.require(empty))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("org.postgresql:postgresql");
            assertThatThrownBy(() -> Drivers.SQLITE.require(empty))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("org.xerial:sqlite-jdbc");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
