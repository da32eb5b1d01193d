package dev.holdfast.store.file;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.rules.HoldfastRules;
import dev.holdfast.testkit.model.StateModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileModelTest implements StateModelContract {
    @TempDir
    private Path folder;

    @Override
    public CommitLog open() {
        return FileStore.open(folder);
    }

    @Override
    public RuleCompiler rules() {
        return new HoldfastRules();
    }
}
