package dev.holdfast.cli;

import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast undo}: takes changes back. */
@Command(name = "undo", description = "Undo the last change, redo it, or restore an older revision.")
final class UndoCommand extends ToolCommand {
    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> words = List.of();

    @Option(names = "--steps", paramLabel = "N", description = "How many changes. Default: 1.")
    private @Nullable Long steps;

    @Option(names = "--redo", description = "Bring back what was undone.")
    private boolean redo;

    @Option(names = "--to", paramLabel = "REVISION", description = "Restore the document of this revision.")
    private @Nullable Long to;

    UndoCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        JsonObject.Builder undo =
                JsonObject.builder().put("handle", StateTarget.only(words).handle());
        if (steps != null) {
            undo.put("steps", steps);
        }
        if (redo) {
            undo.put("redo", true);
        }
        if (to != null) {
            undo.put("to_revision", to);
        }
        JsonObject arguments = undo.build();
        return tools -> tools.call("state_undo", arguments);
    }

    @Override
    protected void print(JsonObject answer) {
        Json changed = answer.get("changed");
        out().println("revision " + answer.get("revision") + ", changed " + changed);
    }
}
