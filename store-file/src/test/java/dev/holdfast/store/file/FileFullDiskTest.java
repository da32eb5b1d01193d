package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.FullDiskContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

final class FileFullDiskTest implements FullDiskContract {
    private static final FileOptions OPTIONS = new FileOptions(Duration.ofSeconds(30), 1 << 16, 1 << 14, 1);

    @TempDir
    private Path folder;

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path place(Path disk) {
        return disk.resolve("store");
    }

    @Override
    public CommitLog openOn(Path store) {
        return FileStore.open(store, OPTIONS);
    }

    @Override
    public Pattern noRoom() {
        return Pattern.compile("no space left", Pattern.CASE_INSENSITIVE);
    }
}
