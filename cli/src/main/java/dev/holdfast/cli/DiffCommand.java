package dev.holdfast.cli;

import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast diff}: how a document differs between two revisions. */
@Command(name = "diff", description = "Print how a state's document differs between two revisions.")
final class DiffCommand extends ToolCommand {
    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> words = List.of();

    @Option(names = "--from", paramLabel = "REVISION", description = "Default: the revision before the other.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "REVISION", description = "Default: the present one.")
    private @Nullable Long to;

    @Option(names = "--key", paramLabel = "KEY", description = "Compare only this key.")
    private @Nullable String key;

    DiffCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        JsonObject arguments = JsonObject.builder()
                .put("handle", StateTarget.only(words).handle())
                .put("diff", true)
                .putIfPresent("from_revision", from == null ? null : Json.of(from))
                .putIfPresent("to_revision", to == null ? null : Json.of(to))
                .putIfPresent("key", key)
                .build();
        return tools -> all(tools, arguments);
    }

    @Override
    protected void print(JsonObject answer) {
        Objects.requireNonNull(answer.object("diff"))
                .forEach((changed, patch) ->
                        ((JsonArray) patch).forEach(operation -> printOperation((JsonObject) operation)));
        JsonObject omitted = answer.object("omitted");
        if (omitted != null) {
            omitted.forEach((changed, bytes) ->
                    err().println("holdfast: what changed in " + Json.of(changed) + " is too long to show"));
        }
    }

    private void printOperation(JsonObject operation) {
        Json value = operation.get("value");
        out().println(operation.string("op") + " " + operation.string("path") + (value == null ? "" : " " + value));
    }

    /** All pages as one answer. Values too long for any page stay omitted. */
    private static JsonObject all(LocalTools tools, JsonObject arguments) throws InterruptedException {
        JsonObject answer = tools.call("state_history", arguments);
        JsonObject diff = Objects.requireNonNull(answer.object("diff"));
        JsonObject omitted = Objects.requireNonNullElse(answer.object("omitted"), JsonObject.EMPTY);
        Json cursor = answer.get("cursor");
        while (cursor != null) {
            answer = tools.call("state_history", arguments.with("cursor", cursor));
            for (var entry : Objects.requireNonNull(answer.object("diff")).entries()) {
                diff = diff.with(entry.getKey(), entry.getValue());
                omitted = omitted.without(entry.getKey());
            }
            cursor = answer.get("cursor");
        }
        JsonObject whole = answer.with("diff", diff);
        return omitted.isEmpty() ? whole.without("omitted") : whole.with("omitted", omitted);
    }
}
