package dev.holdfast.cli.completion;

import dev.holdfast.cli.command.CliFailure;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast completion}: prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Print a script by which a shell completes commands and options.",
            "  bash, zsh   source <(holdfast completion bash)",
            "  fish        holdfast completion fish | source"
        })
public final class CompletionCommand implements Runnable {
    @Parameters(arity = "1", paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** For picocli. */
    public CompletionCommand() {}

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        String script = switch (shell) {
            case "bash", "zsh" -> AutoComplete.bash(root.getCommandName(), root);
            case "fish" -> FishScript.of(root.getCommandSpec());
            default -> throw CliFailure.invalid("SHELL", "completion takes bash, zsh or fish");
        };
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
    }
}
