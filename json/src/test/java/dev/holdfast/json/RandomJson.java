package dev.holdfast.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Random values of every kind, unusual ones more often than in practice. The same seed gives the same values. */
final class RandomJson {
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "1.0",
            "1e0",
            "1E+0",
            "10e-1",
            "-1",
            "0.1",
            "1.50",
            "1e400",
            "1e-400",
            "123456789012345678901",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809");
    private static final List<String> CHARACTERS = List.of(
            "a", "b", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\b", "\f", "\r", "\0", "\u001f", "\u007f", "\u0080",
            "é", "€", "\u2028", "\ufb33", "\ue000", "\uffff", "😀", "𐀀", "~", "-");

    private final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    /** Tests of {@code property}, each with values of its own seed. */
    static Stream<DynamicTest> forSeeds(int count, Consumer<RandomJson> property) {
        return IntStream.range(0, count)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> property.accept(new RandomJson(seed))));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    Json value() {
        return value(4);
    }

    /** A value nested up to {@code depth} deep. */
    Json value(int depth) {
        return switch (below(depth == 0 ? 5 : 8)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> number();
            case 3, 4 -> Json.of(text());
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    JsonNumber number() {
        return switch (below(4)) {
            case 0 -> JsonNumber.parse(oneOf(NUMBERS));
            case 1 -> JsonNumber.of(random.nextLong());
            case 2 -> JsonNumber.of(BigDecimal.valueOf(random.nextInt(), below(20)));
            default -> JsonNumber.of(below(5));
        };
    }

    String text() {
        int length = oneIn(10) ? 20 + below(100) : below(6);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(oneOf(CHARACTERS));
        }
        return text.toString();
    }

    /** A name out of few, so that edits meet members that exist; sometimes an odd one. */
    String name() {
        return oneIn(10) ? text() : "k" + below(60);
    }

    JsonArray array(int depth) {
        List<Json> elements = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            elements.add(value(depth - 1));
        }
        return JsonArray.copyOf(elements);
    }

    JsonObject object(int depth) {
        JsonObject.Builder object = JsonObject.builder();
        for (int i = size(); i > 0; i--) {
            object.put(name(), value(depth - 1));
        }
        return object.build();
    }

    private int size() {
        return oneIn(12) ? 25 + below(50) : below(5);
    }

    /** {@code value} after some edits of the kinds that containers offer. */
    Json edited(Json value) {
        return switch (value) {
            case JsonObject object -> edited(object);
            case JsonArray array -> edited(array);
            default -> value(2);
        };
    }

    private JsonObject edited(JsonObject object) {
        JsonObject result = object;
        for (int i = below(5); i > 0; i--) {
            String name = result.isEmpty() || oneIn(3) ? name() : oneOf(List.copyOf(result.keys()));
            Json old = result.get(name);
            result = switch (below(3)) {
                case 0 -> result.without(name);
                case 1 -> result.with(name, value(2));
                default -> result.with(name, old == null ? Json.NULL : edited(old));
            };
        }
        return result;
    }

    private JsonArray edited(JsonArray array) {
        JsonArray result = array;
        for (int i = below(5); i > 0; i--) {
            int index = below(Math.max(1, result.size()));
            result = switch (result.isEmpty() ? 0 : below(5)) {
                case 0, 1 -> result.appended(value(2));
                case 2 -> result.inserted(index, value(2));
                case 3 -> result.without(index);
                default -> result.with(index, edited(result.get(index)));
            };
        }
        return result;
    }
}
