package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.checks.JsonText;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas and expressions made to use up time or memory, sent to a running server. Each must be refused for the right
 * reason and change nothing; a call that hangs fails by its client's timeout.
 */
final class HostileRulesTest {
    private static Served served;
    private static JsonObject before;

    private HostileRulesTest() {}

    @BeforeAll
    static void serve(@TempDir Path home) throws Exception {
        served = Served.start(new Shell(home), "--store", "memory:");
        served.call("state_open", object("""
            {"name":"victim","data":{"text":"%s!","list":[%s],"n":1}}\
            """.formatted("a".repeat(20_000), numbers(5_000))));
        before = document();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static JsonObject document() throws Exception {
        return served.call("state_read", object("{'handle':'@victim'}")).without("op");
    }

    static Stream<String> schemas() {
        return Stream.of(
                        "{'properties':{'text':{'pattern':'^(a+)+$'}}}",
                        "{'properties':{'text':{'pattern':'(a*)*b'}}}",
                        "{'properties':{'text':{'pattern':'(((a{1000}){1000}){1000})'}}}",
                        "{'properties':{'text':{'pattern':'(?=a)b'}}}",
                        "{'properties':{'text':{'pattern':'(a)\\\\1b'}}}",
                        "{'properties':{'text':{'pattern':'['}}}",
                        "{'patternProperties':{'(.*a){500}':false},'properties':{'n':false}}",
                        "{'$ref':'#','properties':{'n':{'type':'string'}}}",
                        "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}},'$ref':'#/$defs/a'}",
                        "{'$dynamicRef':'#x','$dynamicAnchor':'x','properties':{'n':{'type':'string'}}}",
                        "{'$ref':'http://127.0.0.1:1/schema.json'}",
                        "{'$ref':'file:///etc/passwd'}",
                        "{'$schema':'http://127.0.0.1:1/dialect'}",
                        "{'not':" + "{'not':".repeat(60) + "{}" + "}".repeat(60) + "}",
                        "{'properties':{'n':{'enum':[" + numbers(40_000) + "]}}}",
                        "{'properties':{'list':{'uniqueItems':true,'contains':{'const':-1}}}}",
                        "{'properties':{'n':{'multipleOf':1e-400}},'required':['absent']}",
                        "{'properties':{'n':{'minimum':1e400}}}",
                        doubling(40))
                .map(JsonText::json);
    }

    static Stream<String> expressions() {
        return Stream.of(
                "self.text.matches('^(a+)+$')",
                "self.text.matches('(((a{1000}){1000}){1000})')",
                "self.list.all(x, self.list.all(y, self.list.all(z, x + y + z >= 0)))",
                "self.list.map(x, self.list.map(y, self.list.map(z, [x, y, z]))).size() > 0",
                "self.list.exists(x, self.text.matches('b' + self.text)) ",
                "(".repeat(200) + "true" + ")".repeat(200),
                "!".repeat(2_000) + "false",
                "1" + " + 1".repeat(1_500) + " == 0",
                "'" + "x".repeat(5_000) + "' == self.text",
                "[" + "[".repeat(100) + "]".repeat(100) + "] == []",
                "99999999999999999999999999999 > self.n",
                "9223372036854775807 + self.n > 0",
                "self.n / 0 == 1",
                "(self.text + self.text + self.text + self.text).matches('(a|aa)+$')",
                "self.absent.absent.absent == 1",
                "nonsense(self)",
                "duration('1000000000000h') > duration('1s')",
                "self.text.contains(self.text + self.text + self.text + self.text + self.text + self.text) ",
                "timestamp('999999999-01-01T00:00:00Z') > now");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void schema_isRefusedAndTheStateLeftAlone(String schema) throws Exception {
        JsonObject answer =
                served.call("state_open", JsonObject.of("name", Json.of("victim"), "schema", Json.parse(schema)));

        assertThat(answer.string("code")).as(answer::toString).isIn("invalid", "rejected", "limit");
        assertThat(answer.string("hint")).isNotBlank();
        assertThat(document()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void rule_isRefusedAndTheStateLeftAlone(String expression) throws Exception {
        JsonObject rule = JsonObject.of("expr", Json.of(expression + " && false"));
        JsonObject answer = served.call(
                "state_open", JsonObject.of("name", Json.of("victim"), "rules", Json.parse("[" + rule + "]")));

        assertThat(answer.string("code")).as(answer::toString).isIn("invalid", "rejected", "limit");
        assertThat(document()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void condition_isAnsweredInBoundedTimeAndTheStateLeftAlone(String expression) throws Exception {
        JsonObject listed = served.call("state_list", JsonObject.of("where", Json.of(expression)));
        JsonObject waited = served.call(
                "state_wait",
                JsonObject.of(
                        "handle", Json.of("@victim"), "until", Json.of(expression), "timeout_seconds", Json.of(0)));

        assertThat(listed.has("states") || "invalid".equals(listed.string("code")))
                .as(listed::toString)
                .isTrue();
        assertThat(waited.has("timed_out") || "invalid".equals(waited.string("code")))
                .as(waited::toString)
                .isTrue();
        assertThat(document()).isEqualTo(before);
    }

    @Test
    void cases_areMany() {
        assertThat(List.of(schemas().count(), expressions().count())).allMatch(count -> count > 15);
        assertThat(Objects.requireNonNull(before.object("data")).keys()).hasSize(3);
    }

    /** Definitions each of which refers to the next one twice. */
    private static String doubling(int levels) {
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            String next = "{'$ref':'#/$defs/d" + (i + 1) + "'}";
            definitions.append("'d%d':{'allOf':[%s,%s]},".formatted(i, next, next));
        }
        return "{'$defs':{" + definitions + "'d" + levels + "':false},'$ref':'#/$defs/d0'}";
    }

    private static String numbers(int count) {
        return "0,".repeat(count - 1) + "1";
    }

    private static JsonObject object(String text) {
        return (JsonObject) Json.parse(JsonText.json(text));
    }
}
