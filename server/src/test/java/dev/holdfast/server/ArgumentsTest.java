package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for the arguments of every tool, told by its own schema. */
final class ArgumentsTest {
    private final Harness tools = Harness.inMemory();

    @AfterEach
    void close() {
        tools.close();
    }

    @TestFactory
    Stream<DynamicTest> arguments_ofTheWrongTypeAreRefusedByNameAndType() {
        return specs().flatMap(spec -> names(spec)
                .filter(name -> property(spec, name).has("type"))
                .map(name -> DynamicTest.dynamicTest(spec.name() + " " + name, () -> {
                    JsonObject failure =
                            tools.refused(spec.name(), required(spec).with(name, wrong(spec, name)), "invalid");

                    assertThat(failure.string("argument")).isEqualTo(name);
                    assertThat(types(property(spec, name))).anyMatch(failure.toString()::contains);
                })));
    }

    @Test
    void arguments_ofWhichAPartIsWrongAreNamed() {
        JsonObject arguments = JsonObject.of(
                "handle", Json.of("st_00000000000000000000000000"), "append", JsonObject.of("log", Json.of("x")));

        JsonObject failure = tools.refused("state_write", arguments, "invalid");

        assertThat(failure.string("hint")).isEqualTo("every value in `append` must be an array");
    }

    @TestFactory
    Stream<DynamicTest> required_argumentsAreMissedEvenIfNull() {
        return specs().filter(spec -> spec.input().has("required"))
                .flatMap(spec -> Stream.of(JsonObject.EMPTY, nulls(spec))
                        .map(arguments -> DynamicTest.dynamicTest(spec.name() + " " + arguments, () -> {
                            JsonObject failure = tools.refused(spec.name(), arguments, "invalid");

                            assertThat(failure.string("hint")).contains("needs");
                        })));
    }

    @Test
    void null_equalsAbsentInEveryOptionalArgument() {
        assertThat(tools.result("state_open", nulls(spec("state_open"))).isError())
                .isFalse();
        assertThat(tools.result("state_list", nulls(spec("state_list"))).isError())
                .isFalse();
        String handle = tools.open("{'a':1}");
        for (String tool : List.of("state_read", "state_write", "state_wait", "state_undo", "state_close")) {
            JsonObject arguments = nulls(spec(tool)).with("handle", Json.of(handle));
            if (tool.equals("state_wait")) {
                arguments = arguments.with("timeout_seconds", Json.of(0));
            }
            assertThat(tools.result(tool, arguments).isError()).as(tool).isFalse();
        }
    }

    @Test
    void emptyText_equalsAbsentWhereItCannotBeMeant() {
        assertThat(tools.result("state_list", empties(spec("state_list"))).isError())
                .isFalse();
        JsonObject opened = (JsonObject)
                tools.result("state_open", empties(spec("state_open"))).structured();
        assertThat(Objects.requireNonNull(opened).get("name")).isEqualTo(Json.NULL);
        String handle = tools.open("{'a':1}");
        for (String tool :
                List.of("state_read", "state_write", "state_wait", "state_undo", "state_history", "state_close")) {
            JsonObject arguments = empties(spec(tool)).with("handle", Json.of(handle));
            if (tool.equals("state_wait")) {
                arguments = arguments.with("timeout_seconds", Json.of(0));
            }
            assertThat(tools.result(tool, arguments).isError()).as(tool).isFalse();
        }
    }

    @Test
    void emptyText_thatMayBeMeantIsKept() {
        String handle = tools.open("{'a':1}");
        tools.call("state_write", "{'handle':'" + handle + "','set':{'a':''},'note':''}");

        assertThat(tools.document(handle)).isEqualTo(Harness.value("{'a':''}"));
        assertThat(tools.call("state_history", "{'handle':'" + handle + "'}").toString())
                .contains("\"note\":\"\"");
        assertThat(tools.call("state", "{'key':'k','value':''}").bool("wrote")).isTrue();
    }

    @Test
    void schemas_areObjectsWithAccurateRequirements() {
        specs().forEach(spec -> {
            assertThat(spec.input().string("type")).isEqualTo("object");
            assertThat(names(spec).toList()).containsAll(required(spec).keys());
            assertThat(spec.definition(false).outputSchema()).isNull();
            assertThat(spec.definition(true).outputSchema()).isNotNull();
        });
    }

    private static Stream<ToolSpec> specs() {
        return Profile.ALL.tools().stream().map(StateTool::spec);
    }

    private static ToolSpec spec(String name) {
        return specs().filter(spec -> spec.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stream<String> names(ToolSpec spec) {
        return Objects.requireNonNull(spec.input().object("properties")).keys().stream();
    }

    private static JsonObject property(ToolSpec spec, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(spec.input().object("properties")).object(name));
    }

    private static List<String> types(JsonObject property) {
        return property.get("type") instanceof JsonArray several
                ? several.stream().map(type -> ((JsonString) type).value()).toList()
                : List.of(Objects.requireNonNull(property.string("type")));
    }

    /** Only flags take true. */
    private static Json wrong(ToolSpec spec, String name) {
        return types(property(spec, name)).contains("boolean") ? Json.of("true") : Json.of(true);
    }

    /** The required arguments, with text for values that is allowed there. */
    private static JsonObject required(ToolSpec spec) {
        JsonObject arguments = JsonObject.EMPTY;
        if (spec.input().get("required") instanceof JsonArray required) {
            for (Json element : required) {
                String name = ((JsonString) element).value();
                arguments = arguments.with(name, allowed(spec, name));
            }
        }
        return arguments;
    }

    private static Json allowed(ToolSpec spec, String name) {
        if (property(spec, name).get("enum") instanceof JsonArray values) {
            return values.get(0);
        }
        Json text = Json.of("x");
        return Json.of("array").equals(property(spec, name).get("type")) ? JsonArray.of(text) : text;
    }

    private static JsonObject empties(ToolSpec spec) {
        JsonObject.Builder empties = JsonObject.builder();
        names(spec)
                .filter(name -> Json.of("string").equals(property(spec, name).get("type")))
                .filter(name -> !name.equals("note"))
                .forEach(name -> empties.put(name, ""));
        return empties.build();
    }

    private static JsonObject nulls(ToolSpec spec) {
        JsonObject.Builder nulls = JsonObject.builder();
        names(spec).forEach(name -> nulls.put(name, Json.NULL));
        return nulls.build();
    }
}
