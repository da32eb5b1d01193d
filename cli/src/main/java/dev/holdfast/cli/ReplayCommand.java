package dev.holdfast.cli;

import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast replay}: replays a state's events, and says whether they add up to the document that reads show. */
@Command(
        name = "replay",
        description = "Replay a state's events, and compare the result with what reading shows."
                + " Exits with 1 if they differ.")
final class ReplayCommand extends ToolCommand {
    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> words = List.of();

    @Option(
            names = "--from",
            paramLabel = "REVISION",
            description = "The first event to show. Default: the oldest that is kept.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "REVISION", description = "The last event. Default: the newest.")
    private @Nullable Long to;

    @Option(names = "--step", description = "Print every event, and the document after it.")
    private boolean step;

    ReplayCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        String handle = StateTarget.only(words).handle();
        return tools -> tools.replay(handle, from, to, step ? this::show : event -> {});
    }

    @Override
    protected void print(JsonObject answer) {
        if (!step) {
            out().println(answer.get("data"));
        }
        out().printf(
                        "%s events up to revision %s, %s what reading shows%n",
                        answer.get("events"), answer.get("to_revision"), matches(answer) ? "and they are" : "but NOT");
    }

    @Override
    protected int exitCode(JsonObject answer) {
        return matches(answer) ? ExitCode.DONE : ExitCode.FAULT;
    }

    private void show(JsonObject event) {
        if (isJson()) {
            out().println(event);
        } else {
            out().println(EventLine.of(event, surroundings().screen()));
            out().println("        " + event.get("data"));
        }
    }

    private static boolean matches(JsonObject answer) {
        return answer.get("matches") == JsonBoolean.TRUE;
    }
}
