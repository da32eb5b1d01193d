package dev.holdfast.cli;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.StdioTransport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast stdio}: serves the host that started the program, until it closes standard input. */
@Command(name = "stdio", description = "Serve MCP on standard input and output, for a host to start.")
final class StdioCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Mixin
    private ToolOptions tools = new ToolOptions();

    StdioCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Holdfast holdfast = store.open(surroundings)) {
            Caller caller = Caller.anonymous(store.principal().id());
            StdioTransport.serve(tools.over(holdfast), surroundings.in(), surroundings.out(), caller);
        }
        return ExitCode.DONE;
    }
}
