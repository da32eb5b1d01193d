package dev.holdfast.server.answer;

import dev.holdfast.engine.Question;
import dev.holdfast.engine.Resolution;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions, and how they ended, as answers tell them. Their words come from the one who asks, so they stand in members
 * of their own and never in a hint.
 */
public final class QuestionFacts {
    /** Of the text of a question where several are told, in characters. */
    private static final int SHORT = 200;

    private QuestionFacts() {}

    /** All of a question. */
    public static JsonObject whole(Question question) {
        return facts(question, question.text());
    }

    /** Open questions by id, with the beginning of their text; null if there are none. */
    public static @Nullable JsonObject shortened(List<Question> questions) {
        JsonObject.Builder all = JsonObject.builder();
        questions.forEach(question -> all.put(question.id(), facts(question, beginning(question.text()))));
        return questions.isEmpty() ? null : all.build();
    }

    private static JsonObject facts(Question question, String text) {
        String of = question.of();
        String byDefault = question.byDefault();
        return JsonObject.builder()
                .put("text", text)
                .put("choices", StateAnswer.strings(question.choices()))
                .put("by", question.by())
                .putIfPresent("of", of == null ? null : Json.of(of))
                .putIfPresent("until", until(question))
                .putIfPresent("default", byDefault == null ? null : Json.of(byDefault))
                .build();
    }

    /** When a question ends unanswered; null if it does not. */
    public static @Nullable Json until(Question question) {
        return question.until() == null ? null : Json.of(question.until().toString());
    }

    /** How a question ended. */
    public static JsonObject of(Resolution resolution) {
        String choice = resolution.choice();
        String note = resolution.note();
        return JsonObject.builder()
                .putIfPresent("choice", choice == null ? null : Json.of(choice))
                .put("how", resolution.how().wire())
                .put("by", resolution.by())
                .put("at", resolution.at().toString())
                .putIfPresent("note", note == null ? null : Json.of(note))
                .build();
    }

    private static String beginning(String text) {
        if (text.length() <= SHORT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(SHORT - 1)) ? SHORT - 1 : SHORT;
        return text.substring(0, end) + "…";
    }
}
