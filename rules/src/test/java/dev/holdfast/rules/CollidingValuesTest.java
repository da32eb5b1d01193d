package dev.holdfast.rules;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.testkit.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Values that a caller made to have one hash code cost no more than any others, and all that they cost is counted. The
 * timeout is a watchdog: compared each with each they would take minutes.
 */
@Timeout(120)
final class CollidingValuesTest {
    private static final int COUNT = 1 << 13;

    @Test
    void values_haveOneHashCode() {
        assertThat(values(64, CollidingValuesTest::text))
                .extracting(value -> value.toString().hashCode())
                .containsOnly(text(0).toString().hashCode());
        assertThat(IntStream.range(0, 64)
                        .mapToLong(CollidingValuesTest::integer)
                        .mapToObj(value -> Long.hashCode(value)))
                .containsOnly(42);
    }

    /** A seed chooses how values that collide are nested, and where in an array two of them are equal. */
    @TestFactory
    Stream<DynamicTest> uniqueItems_costsNLogN() {
        return Seeds.tests(12, seed -> {
            Random random = new Random(seed);
            IntFunction<Json> kind = kind(random);
            Json schema = parsed("{'uniqueItems':true}");
            long some = stepsFor(schema, values(COUNT / 4, kind));
            List<Json> values = new ArrayList<>(values(COUNT, kind));
            long many = stepsFor(schema, values);
            long uncounted = stepsFor(parsed("{'uniqueItems':false}"), values);

            assertThat(many - uncounted).isBetween((long) COUNT, 60L * COUNT * 13);
            assertThat(many).isLessThan(6 * some);
            Collections.shuffle(values, random);
            assertThat(isValid(schema, values)).isTrue();
            values.set(random.nextInt(COUNT / 2), values.get(COUNT / 2 + random.nextInt(COUNT / 2)));
            assertThat(isValid(schema, values)).isFalse();
        });
    }

    @TestFactory
    Stream<DynamicTest> enum_findsAValueInLogN() {
        return Seeds.tests(12, seed -> {
            Random random = new Random(seed);
            IntFunction<Json> kind = kind(random);
            List<Json> names = new ArrayList<>(values(1_000, kind));
            Json schema = JsonObject.of("items", JsonObject.of("enum", JsonArray.copyOf(names)));
            List<Json> values = new ArrayList<>(values(1_000, kind));
            Collections.shuffle(values, random);

            assertThat(isValid(schema, values)).isTrue();
            assertThat(stepsFor(schema, values)).isLessThan(1_000 * 60 * 10);
            values.set(random.nextInt(1_000), kind.apply(1_001));
            assertThat(isValid(schema, values)).isFalse();
        });
    }

    @Test
    void numbers_areEqualByValueHoweverDeep() {
        for (String keyword : List.of("{'const':%s}", "{'enum':[0,%s]}")) {
            assertThat(isValid(keyword, "[1,{'a':1e2}]", "[1.0,{'a':100.00}]")).isTrue();
            assertThat(isValid(keyword, "[1,{'a':1e2}]", "[1.0,{'a':100.01}]")).isFalse();
            assertThat(isValid(keyword, "1e300", "10.0e299")).isTrue();
            assertThat(isValid(keyword, "{'a':1,'b':[]}", "{'b':[],'a':1}")).isTrue();
            assertThat(isValid(keyword, "true", "1")).isFalse();
        }
        assertThat(isValid("{'uniqueItems':%s}", "true", "[{'a':[1e1]},{'a':[10.0]}]"))
                .isFalse();
        assertThat(isValid("{'uniqueItems':%s}", "true", "[[0],[false],['0'],[null],{'0':0},[[0]]]"))
                .isTrue();
    }

    /** What a keyword costs each time, many times: shapes that cost a product of what schema and document hold. */
    @TestFactory
    Stream<DynamicTest> products_areCounted() {
        String wide =
                IntStream.range(0, 3_000).mapToObj(i -> "'p" + i + "':true").collect(Collectors.joining(","));
        String names = IntStream.range(0, 3_000).mapToObj(i -> "'p" + i + "'").collect(Collectors.joining(","));
        String array = "[" + "0,".repeat(20_000) + "0]";
        String items = "[" + "{},".repeat(30_000) + "{}]";
        String text = "'" + "a".repeat(1_000_000) + "'";
        String object =
                "{" + IntStream.range(0, 20_000).mapToObj(i -> "'k" + i + "':0").collect(Collectors.joining(",")) + "}";
        String few = "{'p1':true,'p2':true}";
        return Stream.of(
                        List.of("{'items':{'properties':{" + wide + "}}}", items),
                        List.of("{'items':{'not':{'required':[" + names + "]}}}", items),
                        List.of(squared("{'const':" + array + "}", 40), array),
                        List.of(squared("{'enum':[" + array + ",1]}", 40), array),
                        List.of(squared("{'uniqueItems':true}", 30), "[" + "0,".repeat(20_000) + "1]"),
                        List.of(squared("{'maxLength':2000000}", 40), text),
                        List.of(squared("{'dependentRequired':{'x':['y']}}", 50), object),
                        List.of(squared("{'unevaluatedItems':true}", 70), "[0]"),
                        List.of(squared("{'unevaluatedProperties':true,'properties':" + few + "}", 50), few))
                .map(shape -> DynamicTest.dynamicTest(
                        shape.getFirst().substring(0, 40),
                        () -> assertThatThrownBy(() -> isValid(shape.getFirst(), "", shape.getLast()))
                                .isInstanceOf(Steps.EndedException.class)));
    }

    /** No name of a dialect, however it is written, leads to the library's own keywords. */
    @Test
    void dialect_isAlwaysCounted() {
        List<Json> values = values(COUNT, CollidingValuesTest::text);
        for (String name : List.of("schema", "schema#", "schema/", "meta/core", "meta/validation", "else")) {
            String dialect = "{'$schema':'https://json-schema.org/draft/2020-12/" + name + "','uniqueItems':%s}";
            assertThat(stepsFor(parsed(dialect.formatted(true)), values)
                            - stepsFor(parsed(dialect.formatted(false)), values))
                    .as(name)
                    .isGreaterThan(COUNT);
        }
    }

    /** A schema that applies a part of itself to one value as often as the square of a number. */
    private static String squared(String part, int times) {
        return "{'allOf':%s,'$defs':{'a':%s,'b':{'allOf':%s}}}"
                .formatted(references("b", times), part, references("a", times));
    }

    private static String references(String definition, int times) {
        return "[" + ("{'$ref':'#/$defs/" + definition + "'},").repeat(times) + "true]";
    }

    private static IntFunction<Json> kind(Random random) {
        IntFunction<Json> scalar = random.nextBoolean()
                ? CollidingValuesTest::text
                : random.nextBoolean() ? i -> Json.of(integer(i)) : CollidingValuesTest::fraction;
        return switch (random.nextInt(4)) {
            case 0 -> i -> JsonObject.of(text(i).value(), Json.of(0));
            case 1 -> i -> JsonObject.of("same", scalar.apply(i));
            case 2 -> i -> JsonArray.of(Json.of(true), scalar.apply(i));
            default -> scalar;
        };
    }

    private static JsonString text(int i) {
        return Json.of(IntStream.range(0, 14)
                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining()));
    }

    private static long integer(int i) {
        return (long) i << 32 | (i ^ 42);
    }

    private static Json fraction(int i) {
        return JsonNumber.of(BigDecimal.valueOf(1_000_001 + 10L * i, 1));
    }

    private static List<Json> values(int count, IntFunction<Json> kind) {
        return IntStream.range(0, count).mapToObj(kind).toList();
    }

    private static long stepsFor(Json schema, List<Json> values) {
        Steps steps = steps();
        violations(schema, JsonArray.copyOf(values), steps);
        return steps.spent();
    }

    private static boolean isValid(Json schema, List<Json> values) {
        return violations(schema, JsonArray.copyOf(values), steps()).isEmpty();
    }

    private static boolean isValid(String schema, String part, String value) {
        return violations(parsed(schema.replace("%s", part)), parsed(value), steps())
                .isEmpty();
    }

    private static List<SchemaCheck.Violation> violations(Json schema, Json value, Steps steps) {
        try {
            return SchemaCompiler.compile(schema).violations(value, steps);
        } catch (CompilationException | EvaluationException e) {
            throw new AssertionError(e);
        }
    }

    private static Steps steps() {
        return Steps.all(1 << 25, () -> false);
    }

    private static Json parsed(String text) {
        return Json.parse(json(text));
    }
}
