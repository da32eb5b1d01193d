package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Rule;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a state's document must satisfy.
 *
 * @param schema a JSON Schema; null for none
 * @param rules expressions that must be true
 */
public record Constraints(@Nullable Json schema, List<Rule> rules) {
    public static final Constraints NONE = new Constraints(null, List.of());

    public Constraints {
        rules = List.copyOf(rules);
    }

    public boolean isEmpty() {
        return schema == null && rules.isEmpty();
    }

    /**
     * A copy with the given parts replaced; null keeps a part. The schema {@code true}, which allows everything,
     * removes the schema.
     */
    public Constraints with(@Nullable Json newSchema, @Nullable List<Rule> newRules) {
        Json kept = newSchema == null ? schema : newSchema;
        return new Constraints(kept == JsonBoolean.TRUE ? null : kept, newRules == null ? rules : newRules);
    }

    static Constraints parse(JsonObject settings) {
        JsonArray schema = settings.array("schema");
        JsonArray rules = settings.array("rules");
        return schema == null && rules == null
                ? NONE
                : new Constraints(schema == null ? null : schema.get(0), rules == null ? List.of() : Rule.parse(rules));
    }

    /**
     * Adds the members of the settings that change {@code before} into these. The schema is wrapped in an array, which
     * merge patches replace as a whole: an object would be merged with the previous schema, and lose its nulls.
     */
    public void writeTo(JsonObject.Builder settings, Constraints before) {
        if (schema != null ? !schema.equals(before.schema) : before.schema != null) {
            settings.put("schema", schema == null ? JsonNull.NULL : JsonArray.of(schema));
        }
        if (!rules.equals(before.rules)) {
            settings.put("rules", rules.isEmpty() ? JsonNull.NULL : Rule.toJson(rules));
        }
    }
}
