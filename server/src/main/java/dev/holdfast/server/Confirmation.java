package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person to confirm that a state is erased. If the client supports forms, only the answer to a form counts. With
 * other clients the model has to ask, and confirms by repeating the handle: a first call never erases.
 */
record Confirmation(String handle) {
    private static final String KEY = "erase";
    private static final String AGREED = "erase";
    private static final JsonObject FORM = (JsonObject) Json.parse("""
            {"type":"object","properties":{
              "erase":{"type":"boolean","title":"Erase it for good"}},
             "required":["erase"]}""");

    /** The answer to give instead of erasing; empty if the person agreed. */
    Optional<Outcome> ask(ToolCall request, @Nullable String confirmed) {
        if (!request.context().clientCapabilities().elicitationForm()) {
            return handle.equals(confirmed) ? Optional.empty() : Optional.of(refused(byModel()));
        }
        // Answers without the matching request state are not answers to our question.
        if (!Json.of(handle).equals(request.state())) {
            return Optional.of(question());
        }
        Optional<JsonObject> answer = request.answers().to(KEY);
        if (answer.isEmpty()) {
            return Optional.of(question());
        }
        return agrees(answer.get()) ? Optional.empty() : Optional.of(refused(declined()));
    }

    private Outcome question() {
        String message = "Erase the state " + handle + " with its whole history? It cannot be brought back.";
        return new Outcome.InputRequired(Map.of(KEY, InputRequest.form(message, FORM)), Json.of(handle));
    }

    private static boolean agrees(JsonObject answer) {
        JsonObject content = answer.object("content");
        return "accept".equals(answer.string("action"))
                && content != null
                && JsonBoolean.TRUE.equals(content.get(AGREED));
    }

    private static Outcome refused(Failure failure) {
        return Outcome.complete(ToolResult.error(failure.toJson()));
    }

    private Failure byModel() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.of("confirm", Json.of(handle)),
                "Nothing was erased. Ask the person; if they agree, call again with `confirm` set to the handle."
                        + " Or close it without `erase`.");
    }

    private static Failure declined() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.EMPTY,
                "Nothing was erased: the person did not agree. Do not ask again unless they want it.");
    }
}
