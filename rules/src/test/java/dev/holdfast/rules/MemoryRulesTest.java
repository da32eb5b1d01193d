package dev.holdfast.rules;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.MachineContract;

/** States that follow a machine, in memory. */
final class MachineStatesTest implements MachineContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }
}
