package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.shared.ErasureTokens;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person to confirm that a state is erased. If the client supports forms, only the answer to a form counts. With
 * other clients the model has to ask, and sends back what the first call answered: a first call never erases, and what
 * is erased is what was shown.
 */
record Confirmation(Erasure erasure, ErasureTokens tokens, Principal principal) {
    private static final String KEY = "erase";
    private static final String AGREED = "erase";

    private static final JsonObject FORM = (JsonObject) Json.parse("""
        {"type":"object","properties":{
          "erase":{"type":"boolean","title":"Erase it for good"}},
         "required":["erase"]}\
        """);

    /**
     * The question to ask instead of erasing; empty if the person agreed.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code rejected} if the model has to ask, or the person disagreed
     */
    Optional<Outcome> ask(ToolCall request, @Nullable String confirmed) {
        if (!request.context().clientCapabilities().elicitationForm()) {
            if (confirmed == null || !tokens.accepts(principal, erasure.shown(), confirmed)) {
                throw shown().toException();
            }
            return Optional.empty();
        }
        // Answers without the matching request state are not answers to our question.
        Json asked = request.state();
        Optional<JsonObject> answer =
                asked != null && erasure.isAnsweredBy(asked) ? request.answers().to(KEY) : Optional.empty();
        if (answer.isEmpty()) {
            return Optional.of(question());
        }
        if (!agrees(answer.get())) {
            throw declined().toException();
        }
        return Optional.empty();
    }

    /** What would be erased, and how to say that a person agreed. */
    private Failure shown() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.of("erases", erasure.facts(), "confirm", Json.of(tokens.issue(principal, erasure.shown()))),
                "Nothing was erased. Show the person what `erases` says and ask; only if they agree, call again with"
                        + " `confirm` as given here. Or close it without `erase`.");
    }

    private Outcome question() {
        return new Outcome.InputRequired(Map.of(KEY, InputRequest.form(erasure.question(), FORM)), erasure.shown());
    }

    private static boolean agrees(JsonObject answer) {
        JsonObject content = answer.object("content");
        return "accept".equals(answer.string("action"))
                && content != null
                && JsonBoolean.TRUE.equals(content.get(AGREED));
    }

    private static Failure declined() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.EMPTY,
                "Nothing was erased: the person did not agree. Do not ask again unless they want it.");
    }
}
