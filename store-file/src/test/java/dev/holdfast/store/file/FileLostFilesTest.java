package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.LostFilesContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class FileLostFilesTest implements LostFilesContract {
    @TempDir
    private Path folder;

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path place(Path home) {
        return home;
    }

    @Override
    public List<String> standsOn() {
        return List.of("", "000001.jsonl", "turn", "turn-compaction");
    }

    @Override
    public CommitLog open(Path place, Duration patience) {
        return FileStore.open(place, FileOptions.DEFAULT.withTurnTimeout(patience));
    }
}
