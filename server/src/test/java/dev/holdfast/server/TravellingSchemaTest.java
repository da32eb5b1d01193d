package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every schema that is published is one that all hosts carry. */
final class TravellingSchemaTest {
    private static final List<String> PARTS = List.of("history", "share", "lease", "approval");

    @TestFactory
    Stream<DynamicTest> published_keepsTheRulesInEveryProfile() {
        return profiles()
                .flatMap(profile -> list(profile, false).stream()
                        .map(JsonObject.class::cast)
                        .map(tool -> DynamicTest.dynamicTest(profile + " " + tool.string("name"), () -> {
                            assertThat(tool.string("name")).hasSizeLessThanOrEqualTo(64);
                            assertThat(SchemaLint.ofInput(Objects.requireNonNull(tool.object("inputSchema"))))
                                    .isEmpty();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> published_keepsTheRulesForAnswers() {
        return list("all", true).stream()
                .map(JsonObject.class::cast)
                .map(tool -> DynamicTest.dynamicTest(
                        Objects.requireNonNull(tool.string("name")),
                        () -> assertThat(SchemaLint.ofOutput(Objects.requireNonNull(tool.object("outputSchema"))))
                                .isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'description':'anything'}",
                "{'type':['string','null']}",
                "{'type':'text'}",
                "{'type':'array'}",
                "{'type':'array','items':true}",
                "{'type':'array','items':{}}",
                "{'type':'array','items':{'type':'array'}}",
                "{'type':'object'}",
                "{'type':'object','additionalProperties':{'type':'string'}}",
                "{'type':'object','properties':{'a':{}}}",
                "{'type':'string','anyOf':[{'type':'string'}]}",
                "{'anyOf':[{'type':'string'},{'anyOf':[{'type':'null'}]}]}",
                "{'anyOf':[{'type':'array'}]}",
                "{'$ref':'#/$defs/a'}",
                "{'type':'string','format':'date-time'}",
                "{'type':'integer','minimum':1}",
                "{'oneOf':[{'type':'string'}]}",
                "{'type':'string','default':''}",
                "{'const':1}",
                "true"
            })
    void lint_findsWhatDoesNotTravel(String planted) {
        JsonObject schema =
                JsonObject.of("type", Json.of("object"), "properties", JsonObject.of("a", Harness.value(planted)));

        assertThat(SchemaLint.ofInput(schema)).isNotEmpty();
        assertThat(SchemaLint.ofInput(JsonObject.of("type", Json.of("object")))).isNotEmpty();
        assertThat(SchemaLint.ofInput(JsonObject.of(
                        "type",
                        Json.of("object"),
                        "properties",
                        JsonObject.of("a".repeat(65), Harness.value("{'type':'null'}")))))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'description':'anything'}",
                "{'type':['string','null','array','object']}",
                "{'type':'array'}",
                "{'type':'array','items':{'type':'array','items':{}}}",
                "{'type':'object','additionalProperties':{'type':'array'}}",
                "{'type':'string','format':'date-time','minimum':1}"
            })
    void of_makesEveryRuleTravel(String rule) {
        JsonObject schema =
                JsonObject.of("type", Json.of("object"), "properties", JsonObject.of("a", Harness.value(rule)));

        assertThat(SchemaLint.ofInput(TravellingSchema.ofInput(schema))).isEmpty();
        assertThat(SchemaLint.ofOutput(TravellingSchema.ofOutput(schema))).isEmpty();
    }

    @Test
    void value_isAnyOfSixTypes() {
        JsonObject schema =
                Objects.requireNonNull(((JsonObject) list("core", false).get(0)).object("inputSchema"));
        JsonObject value = Objects.requireNonNull(
                Objects.requireNonNull(schema.object("properties")).object("value"));
        JsonArray kinds = Objects.requireNonNull(value.array("anyOf"));

        assertThat(kinds.stream().map(kind -> ((JsonObject) kind).string("type")))
                .containsExactlyInAnyOrder("string", "number", "boolean", "object", "array", "null");
        JsonObject array = (JsonObject) kinds.stream()
                .filter(kind -> "array".equals(((JsonObject) kind).string("type")))
                .findFirst()
                .orElseThrow();
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(array.object("items")).array("anyOf"))
                        .stream()
                        .map(kind -> ((JsonObject) kind).string("type")))
                .containsExactlyInAnyOrder("string", "number", "boolean", "object");
    }

    /** Every combination of profiles. */
    private static Stream<String> profiles() {
        return IntStream.range(0, 1 << PARTS.size()).mapToObj(chosen -> {
            List<String> names = IntStream.range(0, PARTS.size())
                    .filter(part -> (chosen >> part & 1) == 1)
                    .mapToObj(PARTS::get)
                    .toList();
            return names.isEmpty() ? "core" : String.join(",", names);
        });
    }

    private static JsonArray list(String profile, boolean outputSchemas) {
        try (Harness tools = Harness.inMemory()) {
            JsonObject answer = new StdioSession(StateServer.over(
                            tools.holdfast(), Profile.parse(profile).orElseThrow(), "0", outputSchemas))
                    .ask("tools/list", JsonObject.EMPTY);
            return Objects.requireNonNull(
                    Objects.requireNonNull(answer.object("result")).array("tools"));
        }
    }
}
