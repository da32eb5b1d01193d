package dev.holdfast.cli;

import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code holdfast questions}: the open questions. Their words are printed as JSON, without what steers a terminal. */
@Command(name = "questions", description = "List the open questions that you may answer.")
final class QuestionsCommand extends ToolCommand {
    QuestionsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        return LocalTools::questions;
    }

    @Override
    protected void print(JsonObject answer) {
        for (Json question : Objects.requireNonNull(answer.array("questions"))) {
            tell((JsonObject) question);
        }
    }

    private void tell(JsonObject question) {
        String name = question.string("name");
        String until = question.string("until");
        out().println(question.string("handle") + "  " + question.string("question")
                + (name == null ? "" : "  @" + name) + "  asked by " + question.get("by")
                + (until == null ? "" : "  until " + until));
        out().println("  " + question.get("text") + "  " + question.get("choices"));
    }
}
