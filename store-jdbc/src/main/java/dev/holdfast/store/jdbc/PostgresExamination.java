package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreFinding.Level;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A look at the server and the tables of a store, which makes neither. */
final class PostgresExamination {
    private final List<StoreFinding> findings = new ArrayList<>();
    private boolean present = true;

    private PostgresExamination() {}

    static Examination of(String address, PostgresMigrations tables) {
        var examination = new PostgresExamination();
        examination.look(address, tables);
        return new Examination(examination.present, examination.findings);
    }

    private void look(String address, PostgresMigrations tables) {
        try {
            Drivers.POSTGRES.require();
            var connector = new PostgresConnector(PostgresConnector.address(address), PostgresOptions.DEFAULT);
            ask(connector, tables);
        } catch (StoreUnavailableException e) {
            fail(findings.isEmpty() ? "address" : "version", String.valueOf(e.getMessage()), "");
        }
    }

    private void ask(PostgresConnector connector, PostgresMigrations tables) {
        try (Connection connection = connector.connect()) {
            findings.add(StoreFinding.ok("server", connector.address().place()));
            settings(PostgresServer.ask(connection));
            schema(tables.version(connection, connector.address().schema()), tables.newest());
        } catch (SQLException e) {
            fail(
                    "server",
                    String.valueOf(PostgresError.unavailable("connecting", e).getMessage()),
                    "start it, or correct host, database, user and password in the address");
        }
    }

    private void settings(PostgresServer server) {
        findings.add(
                switch (server.durability()) {
                    case EPHEMERAL, PROCESS ->
                        new StoreFinding(
                                "settings",
                                Level.WARN,
                                server.evidence(),
                                "set fsync and full_page_writes to on: acknowledged writes do not survive power loss");
                    case LOCAL, QUORUM -> StoreFinding.ok("settings", server.evidence());
                });
    }

    private void schema(int version, int newest) {
        present = version > 0;
        boolean old = present && version < newest;
        String found = present ? "version " + version : "not there yet";
        findings.add(StoreFinding.ok("schema", found + (old ? ", brought to " + newest + " when it is opened" : "")));
    }

    private void fail(String check, String found, String advice) {
        findings.add(new StoreFinding(check, Level.FAIL, found, advice));
    }
}
