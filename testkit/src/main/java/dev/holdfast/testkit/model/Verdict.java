package dev.holdfast.testkit.model;

import dev.holdfast.engine.Rule;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.SingleQuoted;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schema and rules of a state: which documents it may have. */
record Verdict(Schema schema, List<Rule> rules) {
    static final Verdict ANYTHING = new Verdict(Schema.NONE, List.of());

    Verdict {
        rules = List.copyOf(rules);
    }

    /** A JSON Schema, and the same check in Java. */
    enum Schema {
        NONE("true"),
        SMALL_N("{'properties':{'n':{'maximum':10}}}"),
        MIDDLE_N("{'properties':{'n':{'maximum':40}}}"),
        SHORT_L("{'properties':{'l':{'maxItems':4}}}");

        private final String text;

        Schema(String text) {
            this.text = text;
        }

        static Schema of(Json json) {
            return Stream.of(values())
                    .filter(schema -> schema.json().equals(json))
                    .findFirst()
                    .orElseThrow();
        }

        Json json() {
            return SingleQuoted.json(text);
        }

        boolean allows(JsonObject document) {
            return switch (this) {
                case NONE -> true;
                case SMALL_N -> !isAbove(document.get("n"), 10);
                case MIDDLE_N -> !isAbove(document.get("n"), 40);
                case SHORT_L -> !(document.get("l") instanceof JsonArray array && array.size() > 4);
            };
        }

        private static boolean isAbove(@Nullable Json value, long limit) {
            return value instanceof JsonNumber number && number.exactLong().orElseThrow() > limit;
        }
    }

    boolean allows(JsonObject document) {
        return schema.allows(document)
                && rules.stream().allMatch(rule -> Condition.of(rule.expr()).holds(document));
    }

    /** This verdict with the schema, the rules, or both replaced; null leaves one unchanged. */
    Verdict with(@Nullable Schema newSchema, @Nullable List<Rule> newRules) {
        return new Verdict(newSchema == null ? schema : newSchema, newRules == null ? rules : newRules);
    }
}
