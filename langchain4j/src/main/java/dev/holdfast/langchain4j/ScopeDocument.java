package dev.holdfast.langchain4j;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.langchain4j.agentic.scope.AgenticScopeSerializer;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import java.util.Set;

/**
 * A scope as a document. LangChain4j writes a map or list as an array of its class and itself. An array that changes in
 * its midst is stored anew, so a member of the scope is kept as an object of both instead.
 */
final class ScopeDocument {
    private static final Set<String> MEMBERS = Set.of("state", "context", "agentInvocations");
    private static final String TYPE = "class";
    private static final String VALUE = "value";

    private ScopeDocument() {}

    static JsonObject of(DefaultAgenticScope scope) {
        JsonObject.Builder document = JsonObject.builder();
        ((JsonObject) Json.parse(AgenticScopeSerializer.toJson(scope)))
                .forEach((name, value) -> document.put(name, MEMBERS.contains(name) ? unfolded(value) : value));
        return document.build();
    }

    static DefaultAgenticScope read(JsonObject document) {
        JsonObject.Builder json = JsonObject.builder();
        document.forEach((name, value) -> json.put(name, MEMBERS.contains(name) ? folded(value) : value));
        return AgenticScopeSerializer.fromJson(json.build().toString());
    }

    private static Json unfolded(Json value) {
        return value instanceof JsonArray pair && pair.size() == 2 && pair.get(0) instanceof JsonString type
                ? JsonObject.of(TYPE, type, VALUE, pair.get(1))
                : value;
    }

    private static Json folded(Json value) {
        Json inner = value instanceof JsonObject both ? both.get(VALUE) : null;
        return inner != null && value instanceof JsonObject both && both.get(TYPE) instanceof JsonString type
                ? JsonArray.of(type, inner)
                : value;
    }
}
