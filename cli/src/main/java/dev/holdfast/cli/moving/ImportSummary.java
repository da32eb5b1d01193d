package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/** What became of the states that were brought, as it is told. */
final class ImportSummary {
    private ImportSummary() {}

    static JsonObject of(Imported imported) {
        List<JsonObject> left = imported.reasons().stream()
                .map(state -> JsonObject.of(
                        "state", Json.of(state.state().value()),
                        "reason", Json.of(state.reason().wire())))
                .toList();
        return JsonObject.builder()
                .put("created", imported.created())
                .put("continued", imported.continued())
                .put("same", imported.same())
                .put("left", imported.left())
                .put("events", imported.events())
                .put("whole", imported.whole())
                .put("reasons", JsonArray.copyOf(left))
                .build();
    }

    static void print(JsonObject result, PrintWriter out) {
        for (Json state : Objects.requireNonNull(result.array("reasons"))) {
            JsonObject left = (JsonObject) state;
            out.println(left.string("state") + " was left as it is: " + left.string("reason"));
        }
        out.println(result.get("created") + " states created, " + result.get("continued") + " continued, "
                + result.get("same") + " there already, " + result.get("left") + " left; " + result.get("events")
                + " events added");
        if (!Boolean.TRUE.equals(result.bool("whole"))) {
            out.println("the file was cut short; states behind its last whole one are missing");
        }
    }

    static int exitCode(JsonObject result) {
        boolean left = !Objects.requireNonNull(result.array("reasons")).isEmpty();
        return left ? ExitCode.of(Failure.Code.CONFLICT) : ExitCode.DONE;
    }
}
