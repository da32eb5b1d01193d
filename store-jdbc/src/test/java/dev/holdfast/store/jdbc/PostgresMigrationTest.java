package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.MigrationContract;
import java.util.HashMap;
import java.util.Map;

/** Two clients of one database have no turn: what keeps a store that was moved from being changed is no lock. */
final class PostgresMigrationTest implements MigrationContract {
    private final Map<String, String> stores = new HashMap<>();

    @Override
    public CommitLog store(String name) {
        return PostgresUnderTest.open(stores.computeIfAbsent(name, each -> PostgresUnderTest.newStore(1)));
    }
}
