package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast ask}: puts a question to a person. */
@Command(name = "ask", description = "Put a question to a person, who answers by `holdfast answer`.")
final class AskCommand extends ToolCommand {
    @Parameters(
            arity = "0..2", // from 0, as options may stand between the words
            paramLabel = "[TARGET] TEXT",
            hideParamSyntax = true,
            description = "A handle or @name, and the question.")
    private List<String> words = List.of();

    @Option(
            names = "--choice",
            paramLabel = "CHOICE",
            description = "One of the answers; several times. Default: yes, no.")
    private List<String> choices = List.of();

    @Option(names = "--principal", paramLabel = "WHO", description = "Who is to answer. Default: anyone who may.")
    private @Nullable String principal;

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "How long there is to answer. Default: for ever.")
    private @Nullable Long ttl;

    @Option(names = "--default", paramLabel = "CHOICE", description = "What counts when that time is over.")
    private @Nullable String byDefault;

    AskCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        StateTarget target = words.size() == 2 ? StateTarget.of(words) : new StateTarget(StateTarget.DEFAULT, words);
        if (target.rest().size() != 1) {
            throw CliFailure.invalid("TEXT", "ask takes [TARGET] TEXT; a TARGET is a handle (st_...) or @name");
        }
        CliFailure.requireAtLeastOne("--ttl", ttl);
        JsonObject arguments = JsonObject.builder()
                .put("handle", target.handle())
                .put("text", target.rest().get(0))
                .putIfPresent(
                        "choices",
                        choices.isEmpty()
                                ? null
                                : JsonArray.copyOf(
                                        choices.stream().map(Json::of).toList()))
                .putIfPresent("principal", principal == null ? null : Json.of(principal))
                .putIfPresent("ttl", ttl == null ? null : Json.of(ttl))
                .putIfPresent("default", byDefault == null ? null : Json.of(byDefault))
                .build();
        return tools -> tools.call("state_ask", arguments);
    }

    @Override
    protected void print(JsonObject answer) {
        out().println(answer.string("question"));
    }
}
