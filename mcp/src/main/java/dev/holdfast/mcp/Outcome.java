package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step of a tool came to. */
public sealed interface Outcome {
    /** The work is finished, well or not. */
    record Complete(ToolResult result) implements Outcome {}

    /**
     * The client is asked; the tool is then called again with the answers and the state. Nothing may be held while
     * waiting: the client may never come back.
     *
     * @param requests what is asked, by a key the answers will carry; in this order
     * @param state what the tool needs to go on; null if the arguments and answers say it all
     */
    record InputRequired(
            Map<String, InputRequest> requests, @Nullable Json state)
            implements Outcome, PromptOutcome, ResourceOutcome {
        /** @throws IllegalArgumentException if nothing is asked and nothing is to be carried */
        public InputRequired {
            requests = new LinkedHashMap<>(requests);
            if (requests.isEmpty() && state == null) {
                throw new IllegalArgumentException(
                        "An outcome that requires input asks for something or carries state");
            }
        }

        /** What the client would have had to declare for all that is asked, as one object; empty if it did. */
        public JsonObject missingFrom(ClientCapabilities declared) {
            return (JsonObject) requests.values().stream()
                    .flatMap(request -> request.missingFrom(declared).stream())
                    .<Json>map(missing -> missing)
                    .reduce(JsonObject.EMPTY, JsonMergePatch::apply);
        }
    }

    /**
     * What follows takes long: the tool is called again with {@code state}, and the client need not wait for it. A
     * client that follows tasks is answered with one at once, and the next step is taken in the background; to any
     * other it is taken while the client waits. Nothing may be held in between: the next step after a question may be
     * taken by another instance.
     *
     * @param state what the tool goes on with
     * @param required whether a client that does not follow tasks is refused instead
     */
    record Task(Json state, boolean required) implements Outcome {}

    /** The request itself is at fault: a protocol error, which the model does not see. */
    record Failed(RpcError error) implements Outcome {}

    /** Finished with {@code result}. */
    static Outcome complete(ToolResult result) {
        return new Complete(result);
    }

    /** Goes on in the background if the client can follow it there, see {@link Task}. */
    static Outcome task(Json state) {
        return new Task(state, false);
    }

    /** Finished with {@code structured} as result, see {@link ToolResult#of(JsonObject)}. */
    static Outcome complete(JsonObject structured) {
        return new Complete(ToolResult.of(structured));
    }
}
