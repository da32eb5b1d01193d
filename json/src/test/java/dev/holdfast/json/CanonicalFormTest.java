package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class CanonicalFormTest {
    /** The example of RFC 8785 section 3.2.2, but for its numbers, which keep their digits here. */
    @Test
    void toCanonical_sortsAndEscapesAsRfc8785() {
        Json value = Json.parse("""
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""");
        assertThat(text(value))
                .isEqualTo(json("{'literals':[null,true,false],"
                        + "'numbers':[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
                        + "'string':'€$\\u000f\\nA\\'B\\\"\\\\\\\\\\\"/'}"));
    }

    /** The example of RFC 8785 section 3.2.3: the order is that of UTF-16 code units, not of code points. */
    @Test
    void toCanonical_ordersByUtf16CodeUnits() {
        Json value = Json.parse("""
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }""");
        assertThat(text(value))
                .isEqualTo(json("{'\\r':'Carriage Return','1':'One','\u0080':'Control',"
                        + "'ö':'Latin Small Letter O With Diaeresis','€':'Euro Sign',"
                        + "'😀':'Emoji: Grinning Face','\ufb33':'Hebrew Letter Dalet With Dagesh'}"));
    }

    @Test
    void toCanonical_escapesOnlyWhatItMust() {
        for (char c = 0; c < 0x100; c++) {
            String expected = switch (c) {
                case '\b' -> "\\b";
                case '\t' -> "\\t";
                case '\n' -> "\\n";
                case '\f' -> "\\f";
                case '\r' -> "\\r";
                case '"' -> "\\\"";
                case '\\' -> "\\\\";
                default -> c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
            };
            for (String around : List.of("", "a", "seven..", "long enough for the other way of writing", "é", "😀")) {
                Json value = Json.of(around + c + around);
                assertThat(text(value)).isEqualTo('"' + around + expected + around + '"');
                assertThat(value.canonicalSize()).isEqualTo(value.toCanonical().length);
            }
        }
    }

    @Test
    void toBytes_keepsTheOrderOfFewMembers() {
        JsonObject object = JsonObject.of("b", Json.of(1), "a", Json.of(2))
                .with("c", Json.of(3))
                .with("b", Json.of(4));
        assertThat(object).hasToString(json("{'b':4,'a':2,'c':3}"));
        assertThat(object.toBytes()).asString(UTF_8).isEqualTo(object.toString());
        assertThat(text(object)).isEqualTo(json("{'a':2,'b':4,'c':3}"));
        assertThat(object.without("b").with("b", Json.NULL)).hasToString(json("{'a':2,'c':3,'b':null}"));
    }

    @TestFactory
    Stream<DynamicTest> parse_readsBackWhatIsPrinted() {
        return RandomJson.forSeeds(300, random -> {
            Json value = random.value();
            for (byte[] text : List.of(
                    value.toBytes(), value.toCanonical(), value.toString().getBytes(UTF_8))) {
                assertThat(Json.parse(text)).isEqualTo(value).hasSameHashCodeAs(value);
                assertThat(Json.parse(text).toCanonical()).isEqualTo(value.toCanonical());
            }
            assertThat(value.toBytes()).hasSameSizeAs(value.toCanonical());
        });
    }

    @TestFactory
    Stream<DynamicTest> canonicalSize_isTheLengthOfTheCanonicalForm() {
        return RandomJson.forSeeds(300, random -> {
            Json value = random.value();
            for (int i = 0; i < 20; i++) {
                boolean knownBefore = random.oneIn(2);
                if (knownBefore) {
                    assertThat(value.canonicalSize()).isEqualTo(value.toCanonical().length);
                }
                value = random.edited(value);
            }
            Json copy = Json.parse(value.toBytes());
            assertThat(value.canonicalSize()).isEqualTo(value.toCanonical().length);
            assertThat(copy.canonicalSize()).isEqualTo(value.canonicalSize());
            assertThat(copy.depth()).isEqualTo(value.depth());
            assertThat(copy).isEqualTo(value).hasSameHashCodeAs(value);
        });
    }

    @TestFactory
    Stream<DynamicTest> equality_isThatOfTheCanonicalForms() {
        return RandomJson.forSeeds(200, random -> {
            Json value = random.value();
            Json other = random.oneIn(2) ? random.edited(value) : random.value();
            boolean identical = text(value).equals(text(other));
            assertThat(value.equals(other)).isEqualTo(identical);
            assertThat(other.equals(value)).isEqualTo(identical);
            assertThat(value.sameValue(other)).isEqualTo(other.sameValue(value));
            if (identical) {
                assertThat(value.sameValue(other)).isTrue();
                assertThat(value).hasSameHashCodeAs(other);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> equality_doesNotDependOnTheOrderOfMembers() {
        return RandomJson.forSeeds(50, random -> {
            JsonObject object = random.object(3);
            List<String> names = new ArrayList<>(object.keys());
            Collections.shuffle(names, new Random(random.below(1_000)));
            JsonObject.Builder shuffled = JsonObject.builder();
            names.forEach(name -> shuffled.put(name, member(object, name)));
            assertThat(shuffled.build()).isEqualTo(object).hasSameHashCodeAs(object);
            assertThat(text(shuffled.build())).isEqualTo(text(object));
        });
    }

    private static Json member(JsonObject object, String name) {
        Json value = object.get(name);
        assertThat(value).isNotNull();
        return value;
    }

    @Test
    void sameValue_looksIntoContainers() {
        Json one = Json.parse(json("{'a':[1,{'b':2.0}],'c':'x'}"));
        assertThat(one.sameValue(Json.parse(json("{'c':'x','a':[1.0,{'b':20e-1}]}"))))
                .isTrue();
        assertThat(one.sameValue(Json.parse(json("{'c':'x','a':[1.0,{'b':2.1}]}"))))
                .isFalse();
        assertThat(one.sameValue(Json.parse(json("{'c':'x','a':[1]}")))).isFalse();
        assertThat(one.sameValue(Json.parse(json("{'c':'x','d':[1,{'b':2.0}]}"))))
                .isFalse();
        assertThat(one.sameValue(Json.NULL)).isFalse();
    }

    @Test
    void canonicalSize_ofWhatIsLargerThanAnIntStopsThere() {
        Json doubling = Json.of("x".repeat(1_000));
        for (int i = 0; i < 100; i++) {
            doubling = JsonArray.of(doubling, doubling);
        }
        assertThat(doubling.canonicalSize()).isEqualTo(Integer.MAX_VALUE);
        JsonObject holder = JsonObject.of("a", doubling, "b", Json.of(1));
        assertThat(holder.canonicalSize()).isEqualTo(Integer.MAX_VALUE);
        assertThat(holder.without("a").canonicalSize()).isEqualTo(7);
        assertThat(holder.with("a", Json.of(2)).canonicalSize()).isEqualTo(13);
    }

    @Test
    void depth_hasABound() {
        Json deepest = Json.of(1);
        for (int i = 0; i < Json.MAX_DEPTH; i++) {
            deepest = i % 2 == 0 ? JsonArray.of(deepest) : JsonObject.of("a", deepest);
        }
        Json value = deepest;
        assertThat(value.depth()).isEqualTo(Json.MAX_DEPTH);
        assertThat(Json.parse(value.toCanonical(), JsonLimits.DEFAULT.withMaxDepth(Json.MAX_DEPTH)))
                .isEqualTo(value);
        assertThat(value.hashCode()).isEqualTo(value.hashCode());
        assertThatThrownBy(() -> JsonArray.of(Json.of(1), value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonArray.EMPTY.appended(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.EMPTY.with("a", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.of("a", value)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Json value) {
        return new String(value.toCanonical(), UTF_8);
    }
}
