package dev.holdfast.cli;

import dev.holdfast.cli.background.Guest;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.SharedStores;
import dev.holdfast.cli.command.StoreOptions;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Subscription;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.StdioTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--standalone",
            description = "Serve in a process of its own, not in the one that all hosts of this user share.")
    private boolean standalone;

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
            StdioTransport.serve(tools.over(holdfast), surroundings.in(), surroundings.out(), caller());
        }
        return ExitCode.DONE;
    }

    /** Whether a process that others use too can do what the options ask for. */
    boolean isShareable() {
        return !standalone && !store.address(surroundings).startsWith("memory:");
    }

    /**
     * Opens the store, or enters it if it is open.
     *
     * @throws dev.holdfast.engine.HoldfastException if an option is invalid, or the store cannot be opened
     */
    SharedStores.Use use() throws InterruptedException {
        log.check();
        tools.profile();
        return store.use(surroundings);
    }

    /** Serves a host as {@link #call} does, on a store that others may use too. */
    @SuppressWarnings("try") // the log is only held open
    void serve(SharedStores.Use use, Guest guest, StdioTransport transport) throws IOException, InterruptedException {
        McpServer server = use.server(tools.kind(), tools::over);
        PrintStream err = guest.attend();
        PrintWriter lines = new PrintWriter(err, true, StandardCharsets.UTF_8);
        try (Subscription changes = log.start(use.holdfast(), lines)) {
            transport.serveOne(server, guest.in(), guest.out(), caller());
        }
    }

    private Caller caller() {
        return Caller.anonymous(store.principal().id());
    }
}
