package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.cli.process.Screen;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast history}: what happened to a state, and by whom. */
@Command(name = "history", description = "Print a state's events, oldest first.")
final class HistoryCommand extends ToolCommand {
    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> words = List.of();

    @Option(
            names = "--from",
            paramLabel = "REVISION",
            description = "The first event to print. Default: the oldest that is kept.")
    private @Nullable Long from;

    @Option(names = "--max", paramLabel = "N", description = "How many events to print at most. Default: 1000.")
    private int max = 1000;

    HistoryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        StateTarget target = StateTarget.only(words);
        CliFailure.requireAtLeastOne("--from", from);
        CliFailure.requireAtLeastOne("--max", (long) max);
        return tools -> tools.history(target.handle(), from, max);
    }

    @Override
    protected void print(JsonObject answer) {
        Screen screen = surroundings().screen();
        for (Json event : Objects.requireNonNull(answer.array("events"))) {
            out().println(EventLine.of((JsonObject) event, screen));
        }
    }
}
