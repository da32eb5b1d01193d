package dev.holdfast.cli;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Subscription;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.StdioTransport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code holdfast stdio}: serves the host that started the program, until it closes standard input. */
@Command(name = "stdio", description = "Serve MCP on standard input and output, for a host to start.")
final class StdioCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Mixin
    private ToolOptions tools = new ToolOptions();

    @Mixin
    private LogOption log = new LogOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    StdioCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    @SuppressWarnings("try") // the log is only held open
    public Integer call() throws Exception {
        log.check();
        try (Holdfast holdfast = store.open(surroundings);
                Subscription changes = log.start(holdfast, spec.commandLine().getErr())) {
            Caller caller = Caller.anonymous(store.principal().id());
            StdioTransport.serve(tools.over(holdfast), surroundings.in(), surroundings.out(), caller);
        }
        return ExitCode.DONE;
    }
}
