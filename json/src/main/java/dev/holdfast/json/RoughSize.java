package dev.holdfast.json;

import java.util.Map;

/** About how long the text of a value is, for little work: containers remember it, and strings know their length. */
final class RoughSize {
    private static final int AROUND = 2;
    private static final int LITERAL = 4;

    private RoughSize() {}

    static long of(Json value) {
        return switch (value) {
            case JsonString string -> AROUND + text(string);
            case JsonNumber number -> number.canonicalSize();
            case JsonBoolean bool -> LITERAL;
            case JsonNull absent -> LITERAL;
            case JsonArray array -> array.knownSize() == 0 ? sum(array) : array.knownSize();
            case JsonObject object -> object.knownSize() == 0 ? sum(object) : object.knownSize();
        };
    }

    private static long text(JsonString string) {
        Json written = string.written();
        return written == null ? string.value().length() : of(written);
    }

    private static long sum(JsonArray array) {
        long sum = AROUND + (long) array.size();
        for (Json element : array) {
            sum += of(element);
        }
        return sum;
    }

    private static long sum(JsonObject object) {
        long sum = AROUND;
        for (Map.Entry<String, Json> member : object.entries()) {
            sum += AROUND + AROUND + member.getKey().length() + of(member.getValue());
        }
        return sum;
    }
}
