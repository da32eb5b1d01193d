package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonPatchException.Reason;
import java.util.List;
import java.util.NoSuchElementException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonPointerTest {
    /** The document of RFC 6901 section 5. */
    private static final Json EXAMPLE = Json.parse("""
            {
              "foo": ["bar", "baz"],
              "": 0,
              "a/b": 1,
              "c%d": 2,
              "e^f": 3,
              "g|h": 4,
              "i\\\\j": 5,
              "k\\"l": 6,
              " ": 7,
              "m~n": 8
            }""");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "/foo;['bar','baz']",
                "/foo/0;'bar'",
                "/;0",
                "/a~1b;1",
                "/c%d;2",
                "/e^f;3",
                "/g|h;4",
                "/i\\j;5",
                "/k\"l;6",
                "`/ `;7",
                "/m~0n;8"
            })
    void resolve_evaluatesTheExamplesOfRfc6901(String pointer, String value) {
        assertThat(JsonPointer.parse(pointer).resolve(EXAMPLE)).isEqualTo(Json.parse(json(value)));
        assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
    }

    @Test
    void resolve_ofTheRootIsTheDocument() {
        assertThat(JsonPointer.parse("").resolve(EXAMPLE)).isSameAs(EXAMPLE);
        assertThat(JsonPointer.parse("")).isSameAs(JsonPointer.ROOT).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/absent",
                "/foo/2",
                "/foo/-",
                "/foo/-1",
                "/foo/00",
                "/foo/01",
                "/foo/1e0",
                "/foo/ 1",
                "/foo/",
                "/foo/bar",
                "/foo/0/0",
                "//x",
                "/foo/99999999999999999999",
                "/foo/4294967296",
                "/foo/+1",
                "/foo/٠"
            })
    void resolve_answersNullWhereThereIsNothing(String pointer) {
        assertThat(JsonPointer.parse(pointer).resolve(EXAMPLE)).isNull();
    }

    @Test
    void tokens_areUnescapedInTheRightOrder() {
        assertThat(JsonPointer.parse("/~01/~10/~0~1").tokens()).containsExactly("~1", "/0", "~/");
        assertThat(JsonPointer.of("~1", "/0", "~/"))
                .isEqualTo(JsonPointer.parse("/~01/~10/~0~1"))
                .hasToString("/~01/~10/~0~1");
        assertThat(JsonPointer.parse("//").tokens()).containsExactly("", "");
        assertThat(JsonPointer.of()).isEqualTo(JsonPointer.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", " /a", "/~", "/~2", "/a~", "/~/0", "#/a", "/\ud800"})
    void parse_refusesWhatIsNoPointer(String text) {
        assertThatThrownBy(() -> JsonPointer.parse(text))
                .isInstanceOf(JsonPointerException.class)
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void navigation() {
        JsonPointer pointer = JsonPointer.ROOT.child("a").child("b/c").child(3);
        assertThat(pointer).hasToString("/a/b~1c/3");
        assertThat(pointer.first()).isEqualTo("a");
        assertThat(pointer.last()).isEqualTo("3");
        assertThat(pointer.parent()).isEqualTo(JsonPointer.of("a", "b/c"));
        assertThat(pointer.parent().parent().parent()).isSameAs(JsonPointer.ROOT);
        assertThat(pointer.isRoot()).isFalse();
        assertThat(JsonPointer.ROOT.isRoot()).isTrue();
        assertThat(JsonPointer.ROOT.isProperPrefixOf(pointer)).isTrue();
        assertThat(pointer.isProperPrefixOf(pointer)).isFalse();
        assertThat(JsonPointer.of("a", "b").isProperPrefixOf(pointer)).isFalse();
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(JsonPointer.ROOT::first, JsonPointer.ROOT::last, JsonPointer.ROOT::parent)) {
            assertThatThrownBy(call).isInstanceOf(NoSuchElementException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{};/a;{'a':9}",
                "{'a':1};/a;{'a':9}",
                "[1,2];/0;[9,1,2]",
                "[1,2];/2;[1,2,9]",
                "[1,2];/-;[1,2,9]",
                "[];/0;[9]",
                "{'a':{'b':[]}};/a/b/-;{'a':{'b':[9]}}",
                "{'-':1};/-;{'-':9}"
            })
    void addTo_addsMembersAndElements(String document, String pointer, String result) {
        assertThat(JsonPointer.parse(pointer).addTo(Json.parse(json(document)), Json.of(9)))
                .isEqualTo(Json.parse(json(result)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {"{};/a/b", "[1];/2", "[1];/a", "[1];/-/0", "1;/a", "{'a':'s'};/a/0", "null;/a", "[1];/01"})
    void addTo_needsAPlace(String document, String pointer) {
        assertMissing(pointer, () -> JsonPointer.parse(pointer).addTo(Json.parse(json(document)), Json.of(9)));
    }

    @Test
    void replaceIn_replacesWhatExists() {
        assertThat(JsonPointer.of("foo", "1").replaceIn(EXAMPLE, Json.NULL))
                .isEqualTo(((JsonObject) EXAMPLE).with("foo", Json.parse(json("['bar',null]"))));
        assertThat(JsonPointer.ROOT.replaceIn(EXAMPLE, Json.NULL)).isEqualTo(Json.NULL);
        for (String pointer : List.of("/x", "/foo/2", "/foo/-", "/foo/0/0", "/x/y")) {
            assertMissing(pointer, () -> JsonPointer.parse(pointer).replaceIn(EXAMPLE, Json.NULL));
        }
    }

    @Test
    void removeFrom_removesWhatExists() {
        assertThat(JsonPointer.of("foo", "0").removeFrom(EXAMPLE))
                .isEqualTo(((JsonObject) EXAMPLE).with("foo", Json.parse(json("['baz']"))));
        assertThat(JsonPointer.of("foo").removeFrom(EXAMPLE)).isEqualTo(((JsonObject) EXAMPLE).without("foo"));
        for (String pointer : List.of("/x", "/foo/2", "/foo/-", "/foo/0/0", "/x/y")) {
            assertMissing(pointer, () -> JsonPointer.parse(pointer).removeFrom(EXAMPLE));
        }
        assertThatThrownBy(() -> JsonPointer.ROOT.removeFrom(EXAMPLE))
                .isInstanceOfSatisfying(
                        JsonPatchException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void edits_stopAtTheDeepestNesting() {
        Json document = Json.parse(
                "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH),
                JsonLimits.DEFAULT.withMaxDepth(Json.MAX_DEPTH));
        String[] tokens = new String[Json.MAX_DEPTH];
        java.util.Arrays.fill(tokens, "0");
        JsonPointer inDeepest = JsonPointer.of(tokens);
        assertThat(inDeepest.addTo(document, Json.of(1)).depth()).isEqualTo(Json.MAX_DEPTH);
        assertThatThrownBy(() -> inDeepest.addTo(document, JsonArray.EMPTY))
                .isInstanceOfSatisfying(
                        JsonPatchException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_DEEP));
        assertThat(JsonPointer.parse("/0".repeat(100_000)).resolve(document)).isNull();
        assertThatThrownBy(() -> JsonPointer.parse("/0".repeat(100_000)).removeFrom(document))
                .isInstanceOf(JsonPatchException.class);
    }

    private static void assertMissing(String pointer, ThrowingCallable edit) {
        assertThatThrownBy(edit).isInstanceOfSatisfying(JsonPatchException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.MISSING_PATH);
            assertThat(e.path()).isEqualTo(JsonPointer.parse(pointer));
            assertThat(e.operation()).isEqualTo(-1);
            assertThat(e).hasMessageContaining("\"" + pointer + "\"");
        });
    }
}
