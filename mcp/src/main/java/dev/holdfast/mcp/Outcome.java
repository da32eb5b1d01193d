package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of one step of a tool. */
public sealed interface Outcome {
    /** The work is finished, with success or failure. */
    record Complete(ToolResult result) implements Outcome {}

    /**
     * Asks the client for input; the tool is then called again with the answers and the state. The tool must hold no
     * resources in between: the client may never return.
     *
     * @param requests the requests, in this order, by the key under which the answer returns
     * @param state what the tool needs to go on; null if the arguments and answers suffice
     */
    record InputRequired(
            Map<String, InputRequest> requests, @Nullable Json state)
            implements Outcome, PromptOutcome, ResourceOutcome {
        /** @throws IllegalArgumentException if there is neither a request nor state */
        public InputRequired {
            requests = new LinkedHashMap<>(requests);
            if (requests.isEmpty() && state == null) {
                throw new IllegalArgumentException("An InputRequired outcome needs at least one request or a state");
            }
        }

        /**
         * The capabilities that the requests need and the client did not declare, as one object; empty if it declared
         * all.
         */
        public JsonObject missingFrom(ClientCapabilities declared) {
            return (JsonObject) requests.values().stream()
                    .flatMap(request -> request.missingFrom(declared).stream())
                    .<Json>map(missing -> missing)
                    .reduce(JsonObject.EMPTY, JsonMergePatch::apply);
        }
    }

    /**
     * The next step takes long: the tool is called again with {@code state}. A client that follows tasks gets a task at
     * once, and the next step runs in the background; any other client waits for the step. The tool must hold no
     * resources in between: after a question, the next step may run on another instance.
     *
     * @param state what the tool needs to go on
     * @param required whether a client that does not follow tasks is refused instead
     */
    record Task(Json state, boolean required) implements Outcome {}

    /** The request itself is at fault: a protocol error, which the model does not see. */
    record Failed(RpcError error) implements Outcome {}

    /** Finished with {@code result}. */
    static Outcome complete(ToolResult result) {
        return new Complete(result);
    }

    /** Goes on in the background if the client follows tasks, see {@link Task}. */
    static Outcome task(Json state) {
        return new Task(state, false);
    }

    /** Finished with {@code structured} as result, see {@link ToolResult#of(JsonObject)}. */
    static Outcome complete(JsonObject structured) {
        return new Complete(ToolResult.of(structured));
    }
}
