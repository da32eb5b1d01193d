package dev.holdfast.rules;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.WorkflowContract;

/** Runs of workflows, in memory. */
final class WorkflowRunsTest implements WorkflowContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }
}
