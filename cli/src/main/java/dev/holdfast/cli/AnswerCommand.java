package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.engine.Failure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code holdfast answer}: answers a question, at a terminal. A program that runs commands, such as a model's shell,
 * rarely gives them one: so none answers by mistake.
 */
@Command(name = "answer", description = "Answer a question that is put to a person. Works at a terminal only.")
final class AnswerCommand extends ToolCommand {
    @Parameters(
            arity = "0..3", // from 0, as options may stand between the words
            paramLabel = "[TARGET] QUESTION CHOICE",
            hideParamSyntax = true,
            description = "A handle or @name, the question's id, and one of its choices.")
    private List<String> words = List.of();

    @Option(names = "--note", paramLabel = "TEXT", description = "What to add.")
    private @Nullable String note;

    AnswerCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        StateTarget target = words.size() == 3 ? StateTarget.of(words) : new StateTarget(StateTarget.DEFAULT, words);
        if (target.rest().size() != 2) {
            throw CliFailure.invalid(
                    "QUESTION", "answer takes [TARGET] QUESTION CHOICE; a TARGET is a handle (st_...) or @name");
        } else if (!surroundings().terminal()) {
            throw new Failure(
                            Failure.Code.FORBIDDEN,
                            JsonObject.EMPTY,
                            "A question to a person is answered at a terminal, and standard error is none here.")
                    .toException();
        }
        JsonObject arguments = JsonObject.builder()
                .put("handle", target.handle())
                .put("question", target.rest().get(0))
                .put("choice", target.rest().get(1))
                .putIfPresent("note", note == null ? null : Json.of(note))
                .build();
        return tools -> tools.call("state_answer", arguments);
    }

    @Override
    protected void print(JsonObject answer) {
        out().println("revision " + answer.get("revision") + ", answered " + answer.string("question"));
    }
}
