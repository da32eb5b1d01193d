package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast get}: a key, or a whole document. */
@Command(name = "get", description = "Print a key's value, or a whole document.")
final class GetCommand extends ToolCommand {
    @Parameters(
            arity = "0..2",
            paramLabel = "[TARGET] [KEY]",
            hideParamSyntax = true,
            description = "A handle or @name, and a key or JSON Pointer.")
    private List<String> words = List.of();

    GetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        StateTarget target = StateTarget.of(words);
        JsonObject handle = JsonObject.of("handle", Json.of(target.handle()));
        if (target.rest().isEmpty()) {
            return tools -> tools.call("state_read", handle);
        }
        if (target.rest().size() > 1) {
            throw CliFailure.invalid("TARGET", "TARGET must be a handle (st_...) or @name, before the KEY");
        }
        JsonObject key = JsonObject.of("key", Json.of(target.rest().get(0)));
        return tools -> tools.call("state", target.isDefault() ? key : key.with("handle", Json.of(target.handle())));
    }

    @Override
    protected void print(JsonObject answer) {
        out().println(answer.has("data") ? answer.get("data") : answer.get("value"));
        if (answer.get("exists") == JsonBoolean.FALSE) {
            err().println("holdfast: there is no such key");
        }
    }
}
