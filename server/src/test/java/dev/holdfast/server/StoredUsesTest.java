package dev.holdfast.server;

import dev.holdfast.mcp.UsedStates;
import dev.holdfast.server.shared.StoredUses;
import dev.holdfast.testkit.mcp.UsedStatesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of used request states in Holdfast itself keeps the contract, in memory, and in a database or files that
 * two instances share.
 */
final class StoredUsesTest {
    @Nested
    final class InMemory extends Stored {
        InMemory() {
            super(TwoInstances.inMemory());
        }
    }

    @Nested
    final class Sharded extends Stored {
        Sharded() {
            super(TwoInstances.inShards());
        }
    }

    @Nested
    final class OnSqlite extends Stored {
        OnSqlite(@TempDir Path folder) {
            super(TwoInstances.onSqlite(folder));
        }
    }

    @Nested
    final class OnFiles extends Stored {
        OnFiles(@TempDir Path folder) {
            super(TwoInstances.onFiles(folder));
        }
    }

    abstract static class Stored extends OnTwoInstances implements UsedStatesContract {
        Stored(TwoInstances instances) {
            super(instances);
        }

        @Override
        public final UsedStates open() {
            return new StoredUses(instances().next(), instances().time());
        }
    }
}
