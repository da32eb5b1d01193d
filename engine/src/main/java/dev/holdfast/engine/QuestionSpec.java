package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to ask a person. Immutable.
 *
 * @param text 1 to {@link #LONGEST_TEXT} characters
 * @param choices 2 to {@link #MOST_CHOICES}, each of 1 to {@link #LONGEST_CHOICE} characters
 * @param of the principal that is to answer; null for any that may see the state, but for the one that asks
 * @param ttl how long there is to answer, 1 second to 366 days; null for as long as it takes
 * @param byDefault the choice that counts when that time is over; null for none. Only with a {@code ttl}
 * @param commandId the caller's id, for retries
 */
public record QuestionSpec(
        String text,
        List<String> choices,
        @Nullable String of,
        @Nullable Duration ttl,
        @Nullable String byDefault,
        @Nullable String commandId) {
    /** The longest text, in characters. */
    public static final int LONGEST_TEXT = 2_000;

    /** The most choices. */
    public static final int MOST_CHOICES = 10;

    /** The longest choice, in characters. */
    public static final int LONGEST_CHOICE = 100;

    /** The choices of a question that names none. */
    public static final List<String> YES_OR_NO = List.of("yes", "no");

    private static final Duration LONGEST = Duration.ofDays(366);

    public QuestionSpec {
        choices = List.copyOf(choices);
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw Failure.invalid("text", "A question has 1 to " + LONGEST_TEXT + " characters.")
                    .toException();
        }
        requireChoices(choices);
        if (ttl != null && (ttl.toSeconds() < 1 || ttl.compareTo(LONGEST) > 0)) {
            throw Failure.invalid(
                            "ttl",
                            "A question is open for 1 second to 366 days, or without a ttl until it is" + " answered.")
                    .toException();
        }
        if (byDefault != null && (ttl == null || !choices.contains(byDefault))) {
            throw Failure.invalid("default", "A default is one of the choices, and needs a ttl after which it counts.")
                    .toException();
        }
        if (of != null) {
            Principal.parse(of);
        }
        CommandIds.checked(commandId);
    }

    private static void requireChoices(List<String> choices) {
        boolean allowed = choices.size() >= 2
                && choices.size() <= MOST_CHOICES
                && new HashSet<>(choices).size() == choices.size()
                && choices.stream().noneMatch(choice -> choice.isBlank() || choice.length() > LONGEST_CHOICE);
        if (!allowed) {
            throw Failure.invalid(
                            "choices",
                            "A question has 2 to " + MOST_CHOICES + " different choices, each of 1 to " + LONGEST_CHOICE
                                    + " characters.")
                    .toException();
        }
    }

    /**
     * A question to be answered by yes or no, by any principal that may, however long it takes.
     *
     * @throws HoldfastException {@code invalid} if the text is out of bounds
     */
    public static QuestionSpec of(String text) {
        return new QuestionSpec(text, YES_OR_NO, null, null, null, null);
    }

    /**
     * The same question with other choices.
     *
     * @throws HoldfastException {@code invalid} if they are out of bounds
     */
    public QuestionSpec choices(String... others) {
        return new QuestionSpec(text, List.of(others), of, ttl, byDefault, commandId);
    }

    /** The same question, to one principal alone; null for any that may. */
    public QuestionSpec askedOf(@Nullable String principal) {
        return new QuestionSpec(text, choices, principal, ttl, byDefault, commandId);
    }

    /**
     * The same question, which ends unanswered after a time.
     *
     * @throws HoldfastException {@code invalid} if the time is out of bounds
     */
    public QuestionSpec ttl(Duration time) {
        return new QuestionSpec(text, choices, of, time, byDefault, commandId);
    }

    /**
     * The same question, which after a time counts as answered by a choice.
     *
     * @throws HoldfastException {@code invalid} if the time is out of bounds, or it is none of the choices
     */
    public QuestionSpec byDefault(String choice, Duration after) {
        return new QuestionSpec(text, choices, of, after, choice, commandId);
    }

    /**
     * The same question with an id for retries.
     *
     * @throws HoldfastException {@code invalid} if the id is malformed
     */
    public QuestionSpec commandId(@Nullable String value) {
        return new QuestionSpec(text, choices, of, ttl, byDefault, value);
    }

    /** The question as JSON without its id, which retries are compared by. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("ask", text)
                .put("choices", JsonArray.copyOf(choices.stream().map(Json::of).toList()))
                .putIfPresent("of", of == null ? null : Json.of(of))
                .putIfPresent("ttl", ttl == null ? null : Json.of(ttl.toMillis()))
                .putIfPresent("default", byDefault == null ? null : Json.of(byDefault))
                .build();
    }
}
