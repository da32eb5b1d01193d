package dev.holdfast.server.typed;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Puts the schemas of members together to that of an object. Used once; not thread-safe. */
final class MemberSchemas {
    private static final String DEFINITIONS = "$defs";

    private final Method method;
    private final JsonObject.Builder properties = JsonObject.builder();
    private final List<Json> required = new ArrayList<>();
    private JsonObject definitions = JsonObject.EMPTY;

    MemberSchemas(Method method) {
        this.method = method;
    }

    /** Adds a member. Definitions go to the root, where references find them. */
    MemberSchemas add(String name, JsonObject schema, boolean isRequired) {
        JsonObject own = schema.object(DEFINITIONS);
        if (own != null) {
            own.forEach(this::define);
        }
        properties.put(name, schema.without(DEFINITIONS));
        if (isRequired) {
            required.add(Json.of(name));
        }
        return this;
    }

    private void define(String name, Json schema) {
        if (definitions.has(name) && !schema.equals(definitions.get(name))) {
            throw ToolMethods.refused(
                    method, "Two types named " + name + " refer to themselves. Give it one record with both.");
        }
        definitions = definitions.with(name, schema);
    }

    JsonObject build() {
        JsonObject object = JsonObject.of("type", Json.of("object"), "properties", properties.build());
        JsonObject demanding = required.isEmpty() ? object : object.with("required", JsonArray.copyOf(required));
        return definitions.isEmpty() ? demanding : demanding.with(DEFINITIONS, definitions);
    }
}
