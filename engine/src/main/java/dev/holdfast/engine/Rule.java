package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a state's document must meet after every change.
 *
 * @param expr a CEL expression over {@code self}, the document, such as {@code self.total >= 0}
 * @param message what callers are told if a change breaks the rule; null for the expression alone
 */
public record Rule(String expr, @Nullable String message) {
    private static final int MOST = 64;
    private static final int LONGEST_MESSAGE = 500;
    private static final Set<String> MEMBERS = Set.of("expr", "message");

    public Rule {
        if (message != null && message.length() > LONGEST_MESSAGE) {
            throw Failure.invalid("rules", "The message of a rule has up to " + LONGEST_MESSAGE + " characters.")
                    .toException();
        }
    }

    /**
     * Parses rules as callers write them: an array of {@code {"expr", "message"}} or of expressions.
     *
     * @throws HoldfastException {@code invalid} if it is anything else, or there are more than 64
     */
    public static List<Rule> parse(JsonArray json) {
        if (json.size() > MOST) {
            throw Failure.invalid("rules", "A state has up to " + MOST + " rules.")
                    .toException();
        }
        return json.stream().map(Rule::parse).toList();
    }

    private static Rule parse(Json json) {
        if (json instanceof JsonString expr) {
            return new Rule(expr.value(), null);
        }
        if (json instanceof JsonObject rule && MEMBERS.containsAll(rule.keys())) {
            String expr = rule.string("expr");
            String message = rule.string("message");
            if (expr != null && (message != null || !rule.has("message"))) {
                return new Rule(expr, message);
            }
        }
        throw Failure.invalid(
                        "rules", "A rule is {\"expr\": CEL over self, \"message\": text for callers that break it}.")
                .toException();
    }

    /** The JSON form that {@link #parse(JsonArray)} reads. */
    public static JsonArray toJson(List<Rule> rules) {
        return JsonArray.copyOf(rules.stream().map(Rule::toJson).toList());
    }

    private JsonObject toJson() {
        return JsonObject.builder()
                .put("expr", expr)
                .putIfPresent("message", message)
                .build();
    }
}
