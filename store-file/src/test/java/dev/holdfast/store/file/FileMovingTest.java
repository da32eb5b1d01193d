package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.BackupContract;
import dev.holdfast.testkit.custody.MovingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileMovingTest implements MovingContract, BackupContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog store(String name) {
        return FileStore.open(folder.resolve(name));
    }

    @Override
    public Path folder() {
        return folder;
    }
}
