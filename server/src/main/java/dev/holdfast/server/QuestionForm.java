package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open question, put to the person at the client that calls. Only where callers are not told apart: there the person
 * is known by nothing but the form, and no model can answer for them.
 *
 * @param view the state, in which the question is open
 */
record QuestionForm(StateView view, Question question) {
    private static final String KEY = "answer";
    private static final String CHOICE = "choice";
    private static final String NOTE = "note";
    private static final String QUESTION = "question";

    /** Whether a caller answers by a form: it is not known by a credential. */
    static boolean isFor(Caller caller) {
        return !caller.authenticated();
    }

    /** Whether the client of a call can show the form. */
    static boolean canBeShown(ToolCall request) {
        return request.context().clientCapabilities().elicitationForm();
    }

    /** The id of the question that an earlier step of a call has put; null if this is its first step. */
    static @Nullable String put(ToolCall request) {
        return request.state() instanceof JsonObject asked && asked.get(QUESTION) instanceof JsonString id
                ? id.value()
                : null;
    }

    /** The form. What is asked stands in a field of it, since it was not written by this server. */
    Outcome shown() {
        String name = view.name();
        String message = "A question waits for your answer in the state " + (name == null ? "" : "@" + name + ", ")
                + view.handle().value() + ", asked by " + question.by()
                + ". The program that asks wrote the text below; your choice is the answer that counts.";
        JsonObject choice = JsonObject.builder()
                .put("type", "string")
                .put("title", "Answer")
                .put("description", question.text())
                .put("enum", StateAnswer.strings(question.choices()))
                .build();
        JsonObject note = JsonObject.of("type", Json.of("string"), "title", Json.of("Note"), "maxLength", Json.of(500));
        JsonObject form = JsonObject.of(
                "type",
                Json.of("object"),
                "properties",
                JsonObject.of(CHOICE, choice, NOTE, note),
                "required",
                Json.parse("[\"" + CHOICE + "\"]"));
        return new Outcome.InputRequired(
                Map.of(KEY, InputRequest.form(message, form)),
                JsonObject.of("handle", Json.of(view.handle().value()), QUESTION, Json.of(question.id())));
    }

    /** Whether an earlier step of a call has put this question, so that its answers are answers to it. */
    boolean isPutBy(ToolCall request) {
        return request.state() instanceof JsonObject asked
                && Json.of(view.handle().value()).equals(asked.get("handle"))
                && question.id().equals(put(request));
    }

    /**
     * Records what the person chose.
     *
     * @return whether they chose; if not, the question stays open
     */
    boolean takeUp(State state, ToolCall request) {
        Optional<JsonObject> answer = request.answers().to(KEY);
        JsonObject content = answer.map(given -> given.object("content")).orElse(null);
        boolean accepted =
                answer.map(given -> "accept".equals(given.string("action"))).orElse(false);
        String choice = content == null ? null : content.string(CHOICE);
        if (!accepted || content == null || choice == null) {
            return false;
        }
        String note = content.string(NOTE);
        state.answer(question.id(), choice, note == null || note.isBlank() ? null : note, null);
        return true;
    }

    /** For a person who did not choose. */
    static Failure declined() {
        return new Failure(
                Failure.Code.REJECTED,
                JsonObject.EMPTY,
                "The person did not choose, so the question stays open. Do not ask again unless they want it.");
    }

    /** For a client that cannot show the form. */
    Failure cannotBeShown() {
        return new Failure(
                Failure.Code.REJECTED,
                QuestionFacts.whole(question).with(QUESTION, Json.of(question.id())),
                "This client cannot ask the person, and you cannot answer for them. They answer at a terminal, by"
                        + " `holdfast answer` with the handle, the question's id and a choice.");
    }
}
