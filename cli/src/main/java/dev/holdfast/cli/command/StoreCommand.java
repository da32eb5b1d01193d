package dev.holdfast.cli.command;

import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about a whole store. Long work shows its progress on standard error if that is a terminal. */
public abstract class StoreCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "Print the result, or the failure, as one line of JSON.")
    private boolean json;

    @Option(names = "--progress", description = "Show progress even if standard error is not a terminal.")
    private boolean progress;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** For one run of the program. */
    protected StoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        JsonObject result;
        try (Holdfast holdfast = store.open(surroundings);
                ProgressLine line = new ProgressLine(spec.commandLine().getErr(), isShown())) {
            result = carryOut(holdfast, line);
        }
        return report(result);
    }

    /** Tells the result, unless a command has no place for it, and returns the exit code. */
    protected int report(JsonObject result) {
        return show(result);
    }

    /** Does the work and returns what {@code --json} prints. */
    protected abstract JsonObject carryOut(Holdfast holdfast, ProgressLine progress);

    /** Prints a result as text. */
    protected abstract void print(JsonObject result);

    /** The exit code for this result. */
    protected int exitCode(JsonObject result) {
        return ExitCode.DONE;
    }

    /** Refuses to go on where there is no store, so that none is made. */
    protected final void requireStore() {
        String address = store.address(surroundings);
        if (!StoreFiles.of(address).isPresent()) {
            throw CliFailure.unavailable("there is no store at " + store.shownAddress(surroundings));
        }
    }

    /** Prints a result in the form that was asked for, and returns the exit code. */
    protected final int show(JsonObject result) {
        if (json) {
            out().println(result);
        } else {
            print(result);
        }
        return exitCode(result);
    }

    /** Whether results are printed as JSON. */
    protected final boolean isJson() {
        return json;
    }

    /** Where results go. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The store it is about. */
    protected final StoreOptions store() {
        return store;
    }

    /** The environment of this run. */
    protected final Surroundings surroundings() {
        return surroundings;
    }

    private boolean isShown() {
        return progress || (!json && surroundings.terminal());
    }
}
