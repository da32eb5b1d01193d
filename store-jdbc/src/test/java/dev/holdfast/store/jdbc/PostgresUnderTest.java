package dev.holdfast.store.jdbc;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.ServerWatch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server that the tests of this process share, started when the first needs it, and the stores on it. Another
 * server is used if its address is in the system property {@code holdfast.test.postgres}.
 */
final class PostgresUnderTest {
    private static final String GIVEN = System.getProperty("holdfast.test.postgres", "");

    private static @Nullable EmbeddedPostgres server;

    private PostgresUnderTest() {}

    /**
     * The address of a new store on the shared server. A test is skipped if there is no server.
     *
     * @param shards one for suites that look at the feed or the list of shard 0 alone
     */
    static String newStore(int shards) {
        return newSchema() + "&shards=" + shards;
    }

    /** The address of a new schema. */
    static String newSchema() {
        return server() + "currentSchema=t_" + UUID.randomUUID().toString().replace("-", "");
    }

    static CommitLog open(String address) {
        return PostgresStore.open(address);
    }

    /** A connection to the database of a store, with its settings. */
    static Connection connect(String address) throws SQLException {
        return new PostgresConnector(PostgresConnector.address(address), PostgresOptions.DEFAULT).connect();
    }

    /** The port in an address. */
    static int port(String address) {
        return URI.create(address).getPort();
    }

    /** The address of the shared server, to which options are added. */
    static synchronized String server() {
        if (!GIVEN.isEmpty()) {
            return GIVEN + (GIVEN.contains("?") ? "&" : "?");
        }
        if (server == null) {
            server = start();
        }
        return "postgresql://postgres@localhost:" + server.getPort() + "/postgres?";
    }

    /** Without waiting for the disk, which no test of the shared server looks at. The library stops it in a hook. */
    private static EmbeddedPostgres start() {
        try {
            Path data = Files.createTempDirectory("holdfast-postgres");
            EmbeddedPostgres started =
                    EmbeddedPostgres.builder().setDataDirectory(data).start();
            String process = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            ServerWatch.over(Long.parseLong(process), data);
            return started;
        } catch (IOException | RuntimeException e) {
            return abort("no PostgreSQL server can be started here: " + e);
        }
    }
}
