package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast send}: an event for the machine of a state. */
@Command(name = "send", description = "Send an event to the machine of a state.")
final class SendCommand extends ToolCommand {
    @Parameters(
            arity = "0..3", // from 0, as options may stand between the words
            paramLabel = "[TARGET] EVENT [JSON]",
            hideParamSyntax = true,
            description = "A handle or @name, the event, and an object that comes with it.")
    private List<String> words = List.of();

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String note;

    SendCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        StateTarget target = StateTarget.of(words);
        List<String> rest = target.rest();
        if (rest.isEmpty() || rest.size() > 2) {
            throw CliFailure.invalid(
                    "EVENT", "send takes [TARGET] EVENT [JSON]; a TARGET is a handle (st_...) or @name");
        }
        JsonObject arguments = JsonObject.builder()
                .put("handle", target.handle())
                .put("event", rest.get(0))
                .putIfPresent("data", rest.size() == 2 ? data(rest.get(1)) : null)
                .putIfPresent("note", note == null ? null : Json.of(note))
                .build();
        return tools -> tools.call("machine_send", arguments);
    }

    private static JsonObject data(String word) {
        try {
            if (Json.parse(word) instanceof JsonObject data) {
                return data;
            }
        } catch (JsonParseException e) {
            throw CliFailure.invalid("JSON", "JSON cannot be read: " + e.getMessage());
        }
        throw CliFailure.invalid("JSON", "what comes with an event is a JSON object");
    }

    @Override
    protected void print(JsonObject answer) {
        out().println("revision " + answer.get("revision") + ", changed " + answer.get("changed"));
        MachineCommand.print(out(), answer.object("machine"));
    }
}
