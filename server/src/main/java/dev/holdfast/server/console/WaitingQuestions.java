package dev.holdfast.server.console;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.OpenQuestions;
import dev.holdfast.engine.States;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.StateScopes;
import dev.holdfast.server.answer.QuestionFacts;

/** {@code open_questions}: the questions that the caller may answer, of all its states, a page at a time. */
final class WaitingQuestions extends ConsoleTool {
    WaitingQuestions(Holdfast holdfast) {
        super(
                holdfast,
                "open_questions",
                "The open questions that you may answer, of all your states.",
                """
                {"type":"object","properties":{"cursor":{"type":"string"}}}\
                """,
                StateScopes.ALL);
    }

    @Override
    JsonObject answer(States states, JsonObject arguments) {
        OpenQuestions page = states.questions(arguments.string("cursor"));
        return JsonObject.builder()
                .put(
                        "questions",
                        JsonArray.copyOf(page.questions().stream()
                                .map(WaitingQuestions::entry)
                                .toList()))
                .putIfPresent("cursor", page.next())
                .build();
    }

    private static JsonObject entry(OpenQuestions.Entry open) {
        return JsonObject.builder()
                .put("handle", open.handle().value())
                .putIfPresent("name", open.name())
                .put("owner", open.owner())
                .put("question", open.question().id())
                .put("asked", QuestionFacts.whole(open.question()))
                .build();
    }
}
