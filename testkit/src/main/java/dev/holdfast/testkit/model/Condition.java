package dev.holdfast.testkit.model;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition on documents, in CEL and in Java. A condition that CEL cannot evaluate, for example on a key that is
 * absent or of another type, counts as false.
 */
enum Condition {
    HAS_A("has(self.a)"),
    SMALL_N("!has(self.n) || self.n < 60"),
    SHORT_L("!has(self.l) || size(self.l) <= 7"),
    B_IS_NOT_C("self.b != self.c");

    private final String cel;

    Condition(String cel) {
        this.cel = cel;
    }

    static Condition of(String cel) {
        return Stream.of(values())
                .filter(condition -> condition.cel.equals(cel))
                .findFirst()
                .orElseThrow();
    }

    String cel() {
        return cel;
    }

    boolean holds(JsonObject document) {
        return switch (this) {
            case HAS_A -> document.has("a");
            case SMALL_N -> !document.has("n") || isBelow(document.get("n"), 60);
            case SHORT_L -> !document.has("l") || size(document.get("l")) <= 7;
            case B_IS_NOT_C -> differ(document.get("b"), document.get("c"));
        };
    }

    private static boolean isBelow(@Nullable Json value, long limit) {
        return value instanceof JsonNumber number && number.exactLong().orElseThrow() < limit;
    }

    private static int size(@Nullable Json value) {
        return switch (value) {
            case JsonArray array -> array.size();
            case JsonObject object -> object.size();
            case JsonString text -> text.value().length();
            case null, default -> Integer.MAX_VALUE;
        };
    }

    private static boolean differ(@Nullable Json one, @Nullable Json other) {
        return one != null && other != null && !one.sameValue(other);
    }
}
