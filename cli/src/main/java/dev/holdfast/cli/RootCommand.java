package dev.holdfast.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast} without a command, which is a usage error. */
@Command(
        name = "holdfast",
        description = "The state layer for MCP tools.",
        versionProvider = ProductVersion.class,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "A TARGET is a handle (st_...) or @name; without one it is the default state.",
            "Options can also be given as HOLDFAST_STORE, HOLDFAST_NAMESPACE and so on.",
            "Exit codes: 0 done, 1 fault, 2 invalid, 3 conflict, 4 not found, 5 forbidden, 6 rejected, 7 unavailable."
        })
@SuppressWarnings("UnusedVariable") // the library reads and sets the options
final class RootCommand implements Runnable {
    // The library's own mixin names these by variables, which are not resolved here.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show the version and exit.")
    private boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give a command, such as get, set or serve");
    }
}
