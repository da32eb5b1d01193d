package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that goes down a value calls itself once a level. The deepest value must leave room for its callers, also
 * in code whose stack frames the compiler has made large: so all of it works within half of the usual stack.
 */
final class DeepestNestingTest {
    private static final long HALF_OF_THE_USUAL_STACK = 512 << 10;
    private static final int UNTIL_COMPILED = 300;

    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withMaxDepth(Json.MAX_DEPTH);

    interface Work {
        void with(String text);
    }

    record Case(String name, Work work) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> everything() {
        return Stream.of(
                new Case("print", text -> read(text).toBytes()),
                new Case("canonical form", text -> read(text).toCanonical()),
                new Case("size", text -> assertThat(read(text).canonicalSize()).isEqualTo(text.length())),
                new Case("rough size", text -> RoughSize.of(read(text))),
                new Case("hash", text -> assertThat(read(text)).hasSameHashCodeAs(read(text))),
                new Case(
                        "equals",
                        text -> assertThat(read(text).equals(read(text))).isTrue()),
                new Case(
                        "same value",
                        text -> assertThat(read(text).sameValue(read(text))).isTrue()),
                new Case(
                        "order",
                        text -> assertThat(Json.valueOrder().compare(read(text), read(text)))
                                .isZero()),
                new Case(
                        "diff",
                        text -> JsonDiff.between(read(text), read(text.replace('1', '2')))
                                .applyTo(read(text))),
                new Case("merge", text -> JsonMergePatch.apply(read(text), read(text.replace('1', '2')))),
                new Case("edit", DeepestNestingTest::edit));
    }

    private static Json read(String text) {
        return Json.parse(text, LIMITS);
    }

    private static void edit(String text) {
        String[] tokens = new String[Json.MAX_DEPTH];
        for (int i = 0, at = 0; i < tokens.length; i++) {
            boolean array = text.charAt(at) == '[';
            tokens[i] = array ? "0" : "a";
            at += array ? "[".length() : "{\"a\":".length();
        }
        JsonPointer deepest = JsonPointer.of(tokens);
        assertThat(deepest.replaceIn(read(text), Json.of(2))).isEqualTo(read(text.replace('1', '2')));
        assertThat(deepest.removeFrom(read(text)).depth()).isEqualTo(Json.MAX_DEPTH);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void theDeepestValueNeedsHalfOfAStackAtMost(Case each) throws InterruptedException {
        int half = Json.MAX_DEPTH / 2;
        var texts = Arrays.asList(
                "[".repeat(Json.MAX_DEPTH) + "1" + "]".repeat(Json.MAX_DEPTH),
                "{\"a\":".repeat(Json.MAX_DEPTH) + "1" + "}".repeat(Json.MAX_DEPTH),
                "[{\"a\":".repeat(half) + "1" + "}]".repeat(half));
        Throwable[] failure = new Throwable[1];
        Thread thread =
                new Thread(null, () -> texts.forEach(text -> repeat(each, text)), "deep", HALF_OF_THE_USUAL_STACK);
        thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
    }

    private static void repeat(Case each, String text) {
        for (int i = 0; i < UNTIL_COMPILED; i++) {
            each.work().with(text);
        }
    }
}
