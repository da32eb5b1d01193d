package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.FullDiskContract;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFullDiskTest implements FullDiskContract {
    @TempDir
    private Path folder;

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path place(Path disk) {
        return disk.resolve("state.db");
    }

    @Override
    public CommitLog openOn(Path store) {
        return SqliteStore.open(store);
    }

    @Override
    public Pattern noRoom() {
        return Pattern.compile("SQLITE_FULL|SQLITE_IOERR|No space left");
    }
}
