package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.RulesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileRulesTest implements RulesContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return FileStore.open(folder);
    }
}
