package dev.holdfast.cli.command;

import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Objects;

/** Damage that a command found, as its result has it: a member {@code damaged}, and exit code 1 if there is any. */
public final class DamageReport {
    private static final String MEMBER = "damaged";

    private DamageReport() {}

    /** Adds it to a result. */
    public static JsonObject.Builder put(JsonObject.Builder result, Collection<Damage> damages) {
        return result.put(
                MEMBER,
                JsonArray.copyOf(damages.stream().map(DamageReport::json).toList()));
    }

    private static JsonObject json(Damage damage) {
        StateId state = damage.state();
        return JsonObject.builder()
                .putIfPresent("handle", state == null ? null : state.value())
                .put("revision", damage.revision())
                .put("what", damage.what())
                .build();
    }

    /** Prints what a result has of it, a line each. */
    public static void print(JsonObject result, PrintWriter out) {
        for (Json element : of(result)) {
            JsonObject damage = (JsonObject) element;
            out.printf(
                    "%s revision %s: %s%n",
                    Objects.requireNonNullElse(damage.string("handle"), "the store"),
                    damage.get("revision"),
                    damage.string("what"));
        }
    }

    /** What a result has of it; none if nothing was looked at. */
    public static JsonArray of(JsonObject result) {
        return Objects.requireNonNullElse(result.array(MEMBER), JsonArray.EMPTY);
    }

    /** The exit code that it leads to. */
    public static int exitCode(JsonObject result) {
        return of(result).isEmpty() ? ExitCode.DONE : ExitCode.FAULT;
    }
}
