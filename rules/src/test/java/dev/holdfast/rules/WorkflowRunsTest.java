package dev.holdfast.rules;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.ChildRunContract;
import dev.holdfast.testkit.engine.WorkContract;
import dev.holdfast.testkit.engine.WorkflowContract;

/** Runs of workflows, in memory. */
final class WorkflowRunsTest implements WorkflowContract, WorkContract, ChildRunContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }
}
