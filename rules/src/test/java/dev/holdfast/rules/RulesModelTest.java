package dev.holdfast.rules;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.testkit.model.StateModelContract;

/** The model's own word for what its schemas and conditions mean, against what these libraries make of them. */
final class RulesModelTest implements StateModelContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }

    @Override
    public RuleCompiler rules() {
        return new HoldfastRules();
    }
}
