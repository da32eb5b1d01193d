package dev.holdfast.cli.command;

import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that does what a tool does, and with {@code --json} prints what the tool answers. */
public abstract class ToolCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "Print the tool's answer, or its failure, as one line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** For one run of the program. */
    protected ToolCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final Integer call() throws InterruptedException {
        Request request = request();
        JsonObject answer;
        try (SharedStores.Use use = store.use(surroundings)) {
            answer = request.answer(LocalTools.of(use.holdfast(), store.principal()));
        }
        if (json) {
            out().println(answer);
        } else {
            print(answer);
        }
        return exitCode(answer);
    }

    /** The exit code for this answer. */
    protected int exitCode(JsonObject answer) {
        return ExitCode.DONE;
    }

    /** Whether JSON is printed. */
    protected final boolean isJson() {
        return json;
    }

    /** Reads the arguments, before a store is opened needlessly. */
    protected abstract Request request();

    /** Prints an answer as text. */
    protected abstract void print(JsonObject answer);

    /** Where results go. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where remarks go. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The environment of this run. */
    protected final Surroundings surroundings() {
        return surroundings;
    }

    /** The calls to the tools. */
    public interface Request {
        JsonObject answer(LocalTools tools) throws InterruptedException;
    }
}
