package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class ValueToolTest {
    private final String kind;
    private final Harness tools;

    ValueToolTest(String kind, @TempDir Path folder) {
        this.kind = kind;
        this.tools = Harness.on(kind, folder);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void set_answersValueRevisionHandleAndWhereItLives() {
        JsonObject answer = tools.call("state", "{'key':'prefs','value':{'theme':'dark','n':1.50}}");

        assertThat(answer.get("value")).isEqualTo(value("{'theme':'dark','n':1.50}"));
        assertThat(answer.get("wrote")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.get("exists")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.string("handle")).startsWith("st_").hasSize(29);
        assertThat(answer.string("state_type")).isEqualTo(kind.equals("memory") ? "memory" : "database");
        assertThat(answer.string("op")).isNotBlank();
    }

    @Test
    void get_findsWhatWasSet() {
        JsonObject written = tools.call("state", "{'key':'k','value':[1,2]}");

        JsonObject read = tools.call("state", "{'key':'k'}");

        assertThat(read.get("value")).isEqualTo(value("[1,2]"));
        assertThat(read.get("wrote")).isEqualTo(JsonBoolean.FALSE);
        assertThat(read.get("revision")).isEqualTo(written.get("revision"));
        assertThat(read.get("handle")).isEqualTo(written.get("handle"));
    }

    @Test
    void get_ofAnUnknownDefaultStateCreatesNothing() {
        JsonObject answer = tools.call("state", "{'key':'k'}");

        assertThat(answer.get("value")).isEqualTo(JsonNull.NULL);
        assertThat(answer.get("exists")).isEqualTo(JsonBoolean.FALSE);
        assertThat(answer.get("handle")).isEqualTo(JsonNull.NULL);
        assertThat(answer.get("revision")).isEqualTo(Json.of(0));
        assertThat(tools.call("state_list", "{}").get("states")).isEqualTo(value("[]"));
    }

    @Test
    void get_ofAnUnknownKeyIsNullAndSaysSo() {
        tools.call("state", "{'key':'k','value':1}");

        JsonObject answer = tools.call("state", "{'key':'other'}");

        assertThat(answer.get("value")).isEqualTo(JsonNull.NULL);
        assertThat(answer.get("exists")).isEqualTo(JsonBoolean.FALSE);
        assertThat(answer.string("handle")).startsWith("st_");
    }

    @Test
    void null_isAValueWhereHandleIsAbsent() {
        JsonObject written = tools.call("state", "{'key':'k','value':null}");
        JsonObject read = tools.call("state", "{'key':'k'}");

        assertThat(written.get("wrote")).isEqualTo(JsonBoolean.TRUE);
        assertThat(read.get("exists")).isEqualTo(JsonBoolean.TRUE);
        assertThat(read.get("value")).isEqualTo(JsonNull.NULL);
    }

    @Test
    void null_isAValueWhereHandleIsAString() {
        String handle = tools.open("{'k':1}");

        JsonObject written = tools.call("state", "{'key':'k','value':null,'handle':'" + handle + "'}");

        assertThat(written.get("wrote")).isEqualTo(JsonBoolean.TRUE);
        assertThat(tools.document(handle)).isEqualTo(value("{'k':null}"));
    }

    @Test
    void null_isFillingWhereHandleIsNullToo() {
        tools.call("state", "{'key':'k','value':7}");

        JsonObject answer = tools.call("state", "{'key':'k','value':null,'handle':null,'op':null}");

        assertThat(answer.get("wrote")).isEqualTo(JsonBoolean.FALSE);
        assertThat(answer.get("value")).isEqualTo(Json.of(7));
    }

    @Test
    void value_isWrittenThoughHandleIsNull() {
        JsonObject answer = tools.call("state", "{'key':'k','value':7,'handle':null}");

        assertThat(answer.get("wrote")).isEqualTo(JsonBoolean.TRUE);
    }

    @Test
    void key_mayBeAPointer() {
        tools.call("state", "{'key':'prefs','value':{'theme':'dark'}}");
        tools.call("state", "{'key':'/prefs/theme','value':'light'}");

        assertThat(tools.call("state", "{'key':'/prefs/theme'}").get("value")).isEqualTo(Json.of("light"));
        assertThat(tools.call("state", "{'key':'prefs'}").get("value")).isEqualTo(value("{'theme':'light'}"));
    }

    @Test
    void handle_mayBeAName() {
        tools.call("state_open", "{'name':'team/a'}");

        JsonObject written = tools.call("state", "{'key':'k','value':1,'handle':'@team/a'}");

        assertThat(written.string("handle")).startsWith("st_");
        assertThat(tools.call("state", "{'key':'k','handle':'@team/a'}").get("value"))
                .isEqualTo(Json.of(1));
        assertThat(tools.call("state", "{'key':'k'}").get("exists")).isEqualTo(JsonBoolean.FALSE);
    }

    @Test
    void op_makesARetryTheSameWrite() {
        JsonObject first = tools.call("state", "{'key':'k','value':1,'op':'a'}");
        tools.call("state", "{'key':'k','value':2}");

        JsonObject again = tools.call("state", "{'key':'k','value':1,'op':'a'}");

        assertThat(again.get("replayed")).isEqualTo(JsonBoolean.TRUE);
        assertThat(again.get("revision")).isEqualTo(first.get("revision"));
        assertThat(tools.call("state", "{'key':'k'}").get("value")).isEqualTo(Json.of(2));
    }

    @Test
    void unknownTargets_areNotFound() {
        tools.refused("state", "{'key':'k','handle':'@nobody'}", "not_found");
        tools.refused("state", "{'key':'k','handle':'st_00000000000000000000000000'}", "not_found");
        tools.refused("state", "{'key':'k','value':1,'handle':'@nobody'}", "not_found");
        tools.refused("state", "{'key':'','value':1}", "invalid");
        tools.refused("state", "{'key':'/~9'}", "invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/absent/x", "/a~2b", "/a/-/c"})
    void key_isTheArgumentThatRefusalsName(String key) {
        for (String rest : List.of(",'value':1", ",'value':1,'op':'a'")) {
            JsonObject failure = tools.refused("state", "{'key':'" + key + "'" + rest + "}", "invalid");

            assertThat(failure.string("argument")).isEqualTo("key");
            assertThat(failure.string("hint")).doesNotContain("set");
        }
        tools.refused("state", "{'key':'" + "k".repeat(513) + "','value':1}", "invalid");
    }

    @Test
    void set_tellsOfAnObjectSentAsText() {
        JsonObject answer = tools.call("state", "{'key':'k','value':'  {\\\"a\\\":[1]}'}");

        assertThat(answer.bool("stored_as_string")).isTrue();
        assertThat(tools.call("state", "{'key':'k'}").get("value")).isEqualTo(value("'  {\\\"a\\\":[1]}'"));
        for (String plain : List.of("'{a}'", "'[1'", "'1'", "'text'", "{'a':'{}'}", "null", "''")) {
            assertThat(tools.call("state", "{'key':'k','value':" + plain + "}").has("stored_as_string"))
                    .as(plain)
                    .isFalse();
        }
    }

    @Test
    void value_nullWritesUnlessHandleIsNullToo() {
        for (String handle : List.of("", ",'handle':'@default'", ",'handle':''")) {
            tools.call("state", "{'key':'k','value':1}");
            assertThat(tools.call("state", "{'key':'k','value':null" + handle + "}")
                            .bool("wrote"))
                    .as(handle)
                    .isTrue();
        }
        tools.call("state", "{'key':'k','value':1}");
        JsonObject filled = tools.call("state", "{'key':'k','value':null,'handle':null,'op':null}");
        assertThat(filled.bool("wrote")).isFalse();
        assertThat(filled.get("value")).isEqualTo(value("1"));
    }
}
