package dev.holdfast.testkit.engine;

/**
 * What the engine promises where schemas and expressions can be compiled, as a suite that runs on every store. It needs
 * a {@link dev.holdfast.engine.spi.rules.RuleCompiler} on the class path, such as that of the module {@code rules}.
 */
public interface RulesContract
        extends MachineContract, RestartedMachineContract, WorkflowContract, WorkContract, ChildRunContract {}
