package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.AuditContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryAuditTest implements AuditContract {
    private final MemoryStorage storage = new MemoryStorage();
    private final MemoryStorage audit = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }

    @Override
    public CommitLog openAudit() {
        return MemoryLog.open(audit);
    }

    @Test
    void copyOfAnAuditedStore_hasNoLogYet(@TempDir Path folder) throws IOException {
        try (Holdfast holdfast = audited()) {
            holdfast.as(AUDITOR).open(StateSpec.named("plan"));
            holdfast.moving().backUp(folder, Progress.NONE);
        }
        MemoryStorage copy = new MemoryStorage();
        Holdfast.on(MemoryLog.open(copy)).restore(folder, null, Instant.MAX, Progress.NONE);
        try (Holdfast plain = Holdfast.on(MemoryLog.open(copy)).open()) {
            assertThat(plain.as(AUDITOR).state("@plan").read().revision()).isEqualTo(1);
        }
    }
}
