package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * A client's answers to the requests of an {@link Outcome.InputRequired}, by the key of the request. Untrusted: keys
 * may be missing or unknown, and contents must be validated.
 */
public record Answers(JsonObject byKey) {
    /** No answers. */
    public static final Answers NONE = new Answers(JsonObject.EMPTY);

    /** The answer to the request under {@code key}, for an elicitation {@code {action, content?}}. */
    public Optional<JsonObject> to(String key) {
        return Optional.ofNullable(byKey.object(key));
    }

    /**
     * The answers that the parameters of a request carry.
     *
     * @throws McpException "invalid params" if the member is present but not an object of objects
     */
    public static Answers of(JsonObject params) {
        if (!params.has("inputResponses")) {
            return NONE;
        }
        JsonObject responses = params.object("inputResponses");
        if (responses == null || !allObjects(responses)) {
            throw McpException.invalidParams("inputResponses must be an object whose values are objects");
        }
        return new Answers(responses);
    }

    private static boolean allObjects(JsonObject responses) {
        return responses.entries().stream().map(Map.Entry::getValue).allMatch(Answers::isObject);
    }

    private static boolean isObject(Json value) {
        return value instanceof JsonObject;
    }
}
