package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast set}: writes one key. */
@Command(name = "set", description = "Set a key to a JSON value; - reads it from standard input.")
final class SetCommand extends ToolCommand {
    @Parameters(
            arity = "0..3", // from 0, as options may stand between the words
            paramLabel = "[TARGET] KEY JSON|-",
            hideParamSyntax = true,
            description = "A handle or @name, a key or JSON Pointer, and the value.")
    private List<String> words = List.of();

    @Option(names = "--string", description = "The value is plain text, not JSON.")
    private boolean string;

    SetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        if (words.size() < 2 || words.size() > 3) {
            throw CliFailure.invalid("KEY", "set takes [TARGET] KEY JSON, so two or three words");
        }
        StateTarget target = words.size() == 3 ? StateTarget.of(words) : new StateTarget(StateTarget.DEFAULT, words);
        if (target.rest().size() != 2) {
            throw CliFailure.invalid("TARGET", "TARGET must be a handle (st_...) or @name, before KEY and JSON");
        }
        JsonObject write = JsonObject.of(
                "key",
                Json.of(target.rest().get(0)),
                "value",
                value(target.rest().get(1)));
        return tools ->
                tools.call("state", target.isDefault() ? write : write.with("handle", Json.of(target.handle())));
    }

    @Override
    protected void print(JsonObject answer) {
        out().println(answer.string("handle") + " revision " + answer.get("revision"));
    }

    private Json value(String word) {
        String text = word.equals("-") ? input() : word;
        if (string) {
            return Json.of(text);
        }
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            throw CliFailure.invalid("JSON", "JSON cannot be read: " + e.getMessage() + "; --string takes plain text");
        }
    }

    private String input() {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(surroundings().in().readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw CliFailure.invalid("JSON", "standard input is not UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
