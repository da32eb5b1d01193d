package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonParseException.Reason;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonParserTest {
    @Test
    void parse_keepsMemberOrderAndDigits() {
        String text = json("{'b':[1,2.50,-0,1E5],'a':{'z':null,'y':true}}");
        assertThat(Json.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{,}", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "01",
                        "-01",
                "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity", "nul", "TRUE", "\"", "\"\\x\"",
                        "\"\\u12\"",
                "\"\t\"", "\"\n\"", "1 2", "{}{}", "[]]", "//\n1", "/**/1", "#\n1", "1,", "\u00a01", "\0", "1\0",
                        "\u001e1", "[1a]",
                "[1 2]", "[\"a\" \"b\"]", "\f1", "undefined", "-", "--1", "1..2", "1e1.5"
            })
    void parse_refusesWhatTheGrammarDoes(String text) {
        assertRefused(Reason.SYNTAX, () -> Json.parse(text));
        assertRefused(Reason.SYNTAX, () -> Json.parse(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "overlong slash, C0AF",
                "overlong NUL, C080",
                "overlong 2, C1BF",
                "overlong 3, E08080",
                "overlong 3, E09FBF",
                "overlong 4, F0808080",
                "overlong 4, F08FBFBF",
                "high surrogate, EDA080",
                "low surrogate, EDBFBF",
                "surrogate pair, EDA081EDB080",
                "past the last, F4908080",
                "five bytes, F888808080",
                "lone continuation, 80",
                "cut short, C3",
                "cut short, E282",
                "cut short, F09F98",
                "bad second, C341",
                "bad third, E28241",
                "FF, FF"
            })
    void parse_refusesMalformedUtf8InValuesAndNames(String what, String hex) {
        for (String around : new String[] {"22%s22", "7B22%s223A317D", "5B22616263646566676869%s225D"}) {
            byte[] text = HexFormat.of().parseHex(around.formatted(hex));
            assertThatThrownBy(() -> Json.parse(text)).as(what).isInstanceOfSatisfying(JsonParseException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.SYNTAX);
                assertThat(e).hasMessageStartingWith("malformed UTF-8");
                assertThat(e.offset()).isEqualTo(around.indexOf('%') / 2);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C280", "DFBF", "E0A080", "ED9FBF", "EE8080", "EFBFBF", "F0908080", "F48FBFBF"})
    void parse_acceptsTheBoundsOfUtf8(String hex) {
        byte[] text = HexFormat.of().parseHex("22" + hex + "22");
        assertThat(Json.parse(text).toBytes()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void parse_refusesOtherEncodings(String charset) {
        for (String text : new String[] {"1", "{}", "[1,2]", json("'abc'"), "\ufeff[1,2]"}) {
            assertRefused(Reason.SYNTAX, () -> Json.parse(text.getBytes(Charset.forName(charset))));
        }
    }

    @Test
    void parse_refusesAByteOrderMark() {
        assertThatThrownBy(() -> Json.parse("\ufeff{}"))
                .hasMessage("text starts with a byte order mark at line 1, column 1");
        assertRefused(Reason.SYNTAX, () -> Json.parse("\ufeff{}".getBytes(UTF_8)));
        assertRefused(Reason.SYNTAX, () -> Json.parse("{}".getBytes(UTF_16)));
        assertRefused(Reason.SYNTAX, () -> Json.parse("\ufeff{}".getBytes(UTF_16LE)));
        assertThat(Json.parse(json("'\ufeff'"))).isEqualTo(Json.of("\ufeff"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':1,'a':1}",
                "{'a':1,'b':2,'a':3}",
                "{'a':1,'\\u0061':2}",
                "[{'x':{'':1,'':2}}]",
                "{'/':1,'\\/':1}",
                "{'\\ud83d\\ude00':1,'😀':2}",
                "{'é':1,'\\u00e9':2}"
            })
    void parse_refusesDuplicateMembers(String text) {
        assertRefused(Reason.DUPLICATE_MEMBER, () -> Json.parse(json(text)));
    }

    @Test
    void parse_refusesDuplicateMembersOfALargeObject() {
        var text = new StringBuilder("{");
        for (int i = 0; i < 1_000; i++) {
            text.append('"').append(i).append(json("':0,"));
        }
        assertRefused(Reason.DUPLICATE_MEMBER, () -> Json.parse(text + json("'5':0}")));
        assertRefused(Reason.DUPLICATE_MEMBER, () -> Json.parse(text + json("'999':0}")));
        assertThat(((JsonObject) Json.parse(text + json("'x':0}"))).size()).isEqualTo(1_001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\ud800\\ud800",
                "\\udc00\\ud800",
                "\\ud800a",
                "a\\udfff",
                "\\ud83d😀",
                "\\ud800\\n"
            })
    void parse_refusesUnpairedSurrogates(String characters) {
        assertRefused(Reason.STRING, () -> Json.parse(json("'" + characters + "'")));
        assertRefused(Reason.STRING, () -> Json.parse(json("{'" + characters + "':1}")));
        assertRefused(Reason.STRING, () -> Json.parse(json("['" + "x".repeat(9_000) + characters + "']")));
    }

    @Test
    void parse_refusesUnpairedSurrogatesOfTheStringItself() {
        assertRefused(Reason.STRING, () -> Json.parse(json("'\ud800'")));
        assertThatThrownBy(() -> Json.parse(json("[\n'é\udc00']")))
                .isInstanceOfSatisfying(
                        JsonParseException.class, e -> assertThat(e.offset()).isEqualTo(4));
    }

    @Test
    void parse_allowsNestingUpToTheLimit() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).depth()).isEqualTo(64);
        assertThat(Json.parse(json("{'a':").repeat(64) + "1" + "}".repeat(64)).depth())
                .isEqualTo(64);
        assertRefused(Reason.DEPTH, () -> Json.parse("[".repeat(65) + "]".repeat(65)));
        assertRefused(Reason.DEPTH, () -> Json.parse(json("{'a':").repeat(65) + "1" + "}".repeat(65)));
    }

    @Test
    void parse_obeysOtherDepths() {
        JsonLimits flat = JsonLimits.DEFAULT.withMaxDepth(0);
        assertThat(Json.parse("1", flat)).isEqualTo(Json.of(1));
        assertRefused(Reason.DEPTH, () -> Json.parse("[]", flat));
        JsonLimits deep = JsonLimits.DEFAULT.withMaxDepth(Json.MAX_DEPTH);
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(Json.parse(deepest, deep)).hasToString(deepest);
        assertRefused(Reason.DEPTH, () -> Json.parse("[" + deepest + "]", deep));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{'a':", "[{'a':", "[[],"})
    void parse_ofVeryDeepNestingDoesNotOverflowTheStack(String opening) {
        String text = json(opening).repeat(100_000);
        assertRefused(Reason.DEPTH, () -> Json.parse(text));
        assertRefused(
                Reason.DEPTH, () -> Json.parse(text.getBytes(UTF_8), JsonLimits.DEFAULT.withMaxDepth(Json.MAX_DEPTH)));
    }

    @Test
    void parse_refusesWhatIsTooLong() {
        JsonLimits ten = JsonLimits.DEFAULT.withMaxBytes(10);
        assertThat(Json.parse(json("'12345678'").getBytes(UTF_8), ten)).isEqualTo(Json.of("12345678"));
        assertRefused(Reason.SIZE, () -> Json.parse(json("'123456789'").getBytes(UTF_8), ten));
        assertRefused(Reason.SIZE, () -> Json.parse(json("'123456789'"), ten));
        assertRefused(Reason.SIZE, () -> Json.parse(json("'éééé€'"), ten));
    }

    @Test
    void parse_takesLongStringsAndNamesWithinTheSizeLimit() {
        String text = "é".repeat(2_000_000);
        assertThat(Json.parse(json("{'" + text + "':'" + text + "'}"))).isEqualTo(JsonObject.of(text, Json.of(text)));
    }

    @Test
    void parse_namesThePlace() {
        assertThatThrownBy(() -> Json.parse(json("{\n  'a': 1,\n  'b': x\n}")))
                .hasMessageContaining("'x'")
                .hasMessageEndingWith("at line 3, column 8")
                .isInstanceOfSatisfying(
                        JsonParseException.class, e -> assertThat(e.offset()).isEqualTo(19));
        assertThatThrownBy(() -> Json.parse("[1, 1e999]")).hasMessageEndingWith("at line 1, column 5");
        assertThatThrownBy(() -> Json.parse("[\n")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> Json.parse("")).hasMessage("text ends where a value should be at line 1, column 1");
        assertThatThrownBy(() -> Json.parse("1 1")).hasMessage("more text after the value at line 1, column 3");
    }

    @Test
    void parse_quotesLittleOfTheText() {
        String secret = "s3cret".repeat(1_000);
        for (String text : new String[] {
            secret,
            "[" + secret,
            "{" + secret,
            "1" + secret,
            json("'\\q" + secret),
            json("{'" + secret + "'"),
            "9".repeat(6_000),
            json("'" + secret),
            json("{'" + secret + "':1,'" + secret + "':1}"),
            json("{'😀😀😀😀😀😀😀😀😀':1,'😀😀😀😀😀😀😀😀😀':1}"),
            "-" + secret
        }) {
            assertThatThrownBy(() -> Json.parse(text))
                    .isInstanceOf(JsonParseException.class)
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage()))
                            .hasSizeLessThan(220)
                            .doesNotContain("s3crets3crets3cret"));
        }
    }

    /** A mutated text is either refused, or its value survives every way of printing. */
    @TestFactory
    Stream<DynamicTest> parse_ofDamagedTextsFailsInNoOtherWay() {
        return RandomJson.forSeeds(200, random -> {
            byte[] text = random.value().toBytes();
            for (int i = 0; i < 100; i++) {
                byte[] damaged = damaged(text, random);
                try {
                    Json value = Json.parse(damaged);
                    assertThat(Json.parse(new String(damaged, UTF_8))).isEqualTo(value);
                    assertThat(Json.parse(value.toBytes())).isEqualTo(value);
                } catch (JsonParseException e) {
                    assertThat(e.offset()).isBetween(0L, (long) damaged.length);
                }
            }
        });
    }

    private static byte[] damaged(byte[] text, RandomJson random) {
        byte[] damaged = Arrays.copyOf(text, random.oneIn(4) ? random.below(text.length + 1) : text.length);
        for (int i = random.below(4); i > 0 && damaged.length > 0; i--) {
            byte[] signs = json("{}[],:'\\ue+-.0919 \n\0tfn").getBytes(UTF_8);
            damaged[random.below(damaged.length)] =
                    random.oneIn(3) ? (byte) random.below(256) : signs[random.below(signs.length)];
        }
        return damaged;
    }

    @Test
    void limits_mustMakeSense() {
        assertThatThrownBy(() -> new JsonLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonLimits(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonLimits(1, Json.MAX_DEPTH + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Reason reason, ThrowingCallable parse) {
        assertThatThrownBy(parse)
                .isInstanceOfSatisfying(
                        JsonParseException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }
}
