package dev.holdfast.engine.workflow;

import dev.holdfast.json.IsoTime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Members of the document of a run. */
final class RunJson {
    private RunJson() {}

    /** A whole number; 0 if it is absent. */
    static long number(JsonObject json, String member) {
        JsonNumber number = json.number(member);
        return number == null ? 0 : number.exactLong().orElseThrow();
    }

    static @Nullable Instant time(JsonObject json, String member) {
        String time = json.string(member);
        return time == null ? null : IsoTime.parse(time);
    }

    static String text(Json json) {
        return ((JsonString) json).value();
    }

    static @Nullable StepFailure failure(JsonObject json) {
        JsonObject failure = json.object("failure");
        return failure == null ? null : StepFailure.parse(failure);
    }
}
