package dev.holdfast.server;

import dev.holdfast.mcp.TaskStore;
import dev.holdfast.server.shared.StoredTasks;
import dev.holdfast.testkit.mcp.TaskStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Tasks in Holdfast itself keep the contract, in memory, and in a database or files that two instances share. */
final class StoredTasksTest {
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

    abstract static class Stored extends OnTwoInstances implements TaskStoreContract {
        Stored(TwoInstances instances) {
            super(instances);
        }

        @Override
        public final TaskStore open() {
            return new StoredTasks(instances().next(), instances().time());
        }
    }
}
