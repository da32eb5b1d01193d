package dev.holdfast.engine.internal.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Map;

/** Where the definition has a value: as it is, or as what makes it. */
sealed interface Value permits Value.Constant, Value.Members, Formula {
    /** What it is. */
    Json in(Scope scope);

    /** A value that is always the same. */
    record Constant(Json json) implements Value {
        @Override
        public Json in(Scope scope) {
            return json;
        }
    }

    /** An object whose members are values. */
    record Members(Map<String, Value> values) implements Value {
        @Override
        public JsonObject in(Scope scope) {
            JsonObject.Builder object = JsonObject.builder();
            values.forEach((name, value) -> object.put(name, value.in(scope)));
            return object.build();
        }
    }
}
