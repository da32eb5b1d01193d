package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.MigrationContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class FileMigrationTest implements MigrationContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return FileStore.open(folder.resolve(name));
    }
}
