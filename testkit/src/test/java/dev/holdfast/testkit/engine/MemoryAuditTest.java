package dev.holdfast.testkit.engine;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.custody.AuditContract;

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
}
