package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class WriteToolTest {
    private final Harness tools;
    private final String handle;

    WriteToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
        this.handle = tools.open("{'a':1,'o':{'x':1,'y':2},'l':[1]}");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void operations_combineToOneRevision() {
        JsonObject answer = write("'set':{'a':2},'increment':{'n':2.5},'append':{'l':[2,3]},'add_to_set':{'s':[1,1]}"
                + ",'delete':['o'],'note':'why'");

        assertThat(answer.get("revision")).isEqualTo(Json.of(2));
        assertThat(answer.get("changed")).isEqualTo(value("['a','l','n','o','s']"));
        assertThat(answer.get("values")).isEqualTo(value("{'n':2.5}"));
        assertThat(tools.document(handle)).isEqualTo(value("{'a':2,'n':2.5,'l':[1,2,3],'s':[1]}"));
        assertThat(answer.string("op")).isNotBlank();
        assertThat(answer.string("expires_at")).isNotNull();
    }

    @Test
    void merge_andPatchTakeTheWholeDocument() {
        write("'merge':{'o':{'x':null,'z':3}}");
        write("'patch':[{'op':'test','path':'/a','value':1},{'op':'replace','path':'/a','value':9}]");

        assertThat(tools.document(handle)).isEqualTo(value("{'a':9,'o':{'y':2,'z':3},'l':[1]}"));
    }

    @Test
    void set_writesNullAndPointersReachInside() {
        write("'set':{'/o/x':null}");

        assertThat(tools.document(handle)).isEqualTo(value("{'a':1,'o':{'x':null,'y':2},'l':[1]}"));
    }

    @Test
    void nothingChanged_commitsNothing() {
        JsonObject answer = write("'set':{'a':1}");

        assertThat(answer.get("changed")).isEqualTo(value("[]"));
        assertThat(answer.get("revision")).isEqualTo(Json.of(1));
    }

    @Test
    void nulls_areAbsentArguments() {
        JsonObject answer = write("'set':{'a':5},'merge':null,'patch':null,'increment':null,'append':null"
                + ",'add_to_set':null,'delete':null,'if_revision':null,'op':null,'note':null");

        assertThat(answer.get("changed")).isEqualTo(value("['a']"));
    }

    @Test
    void ifRevision_failsWithWhatIsThereNow() {
        write("'set':{'a':2}");

        JsonObject failure = refused("'set':{'a':3},'if_revision':1", "conflict");

        assertThat(failure.get("revision")).isEqualTo(Json.of(2));
        JsonObject key = Objects.requireNonNull(
                Objects.requireNonNull(failure.object("keys")).object("a"));
        assertThat(key.get("value")).isEqualTo(Json.of(2));
        assertThat(key.get("revision")).isEqualTo(Json.of(2));
        assertThat(key.toString()).contains("local/test");
        assertThat(tools.document(handle)).isEqualTo(value("{'a':2,'o':{'x':1,'y':2},'l':[1]}"));
        write("'set':{'a':3},'if_revision':2");
    }

    @Test
    void ifRevision_failsWithWhatEachKeyWas() {
        write("'set':{'a':2},'delete':['l']");

        JsonObject failure = refused("'set':{'a':3,'o':3},'if_revision':1", "conflict");

        JsonObject keys = Objects.requireNonNull(failure.object("keys"));
        assertThat(keys.keys()).containsExactlyInAnyOrder("a", "l");
        assertThat(Objects.requireNonNull(keys.object("a")).get("was")).isEqualTo(Json.of(1));
        assertThat(Objects.requireNonNull(keys.object("l")).get("was")).isEqualTo(value("[1]"));
        assertThat(failure.get("unchanged")).isEqualTo(value("{'o':1}"));
        assertThat(failure.string("op")).isNotBlank();
    }

    @Test
    void append_answersTheLength() {
        JsonObject answer = write("'append':{'l':[2,3]},'add_to_set':{'tags':['x']},'increment':{'a':4}");

        assertThat(answer.get("lengths")).isEqualTo(value("{'l':3,'tags':1}"));
        assertThat(answer.get("values")).isEqualTo(value("{'a':5}"));
        assertThat(write("'set':{'a':1}").has("lengths")).isFalse();
    }

    @Test
    void ifRevision_mayBePerKey() {
        write("'set':{'a':2}");

        write("'set':{'new':1},'if_revision':{'o':1,'new':0}");
        refused("'set':{'new':2},'if_revision':{'new':0}", "conflict");
        refused("'set':{'o':2},'if_revision':{'a':1}", "conflict");
    }

    @Test
    void patchTest_thatFailsIsAConflict() {
        refused("'patch':[{'op':'test','path':'/a','value':7}]", "conflict");
    }

    @Test
    void op_answersTheFirstRevisionAgainAndRefusesOtherArguments() {
        JsonObject first = write("'increment':{'n':1},'op':'x1'");
        write("'increment':{'n':1}");

        JsonObject again = write("'increment':{'n':1},'op':'x1'");
        JsonObject failure = refused("'increment':{'n':2},'op':'x1'", "op_reused");

        assertThat(again.get("replayed")).isEqualTo(JsonBoolean.TRUE);
        assertThat(again.get("revision")).isEqualTo(first.get("revision"));
        assertThat(again.get("changed")).isEqualTo(first.get("changed"));
        assertThat(failure.string("op")).isNotBlank().isNotEqualTo("x1");
        assertThat(tools.call("state_read", "{'handle':'" + handle + "','keys':['n']}")
                        .get("data"))
                .isEqualTo(value("{'n':2}"));
    }

    @Test
    void nonsense_isInvalidAndChangesNothing() {
        for (String operations : List.of(
                "'set':{'a':1},'increment':{'a':1}",
                "'set':{'':1}",
                "'set':{'/q/r/s':1}",
                "'increment':{'o':1}",
                "'append':{'a':[1]}",
                "'append':{'l':1}",
                "'delete':'a'",
                "'delete':[1]",
                "'patch':[{'op':'replace','path':'/zz','value':1}]",
                "'patch':[{'op':'nope'}]",
                "'patch':[1]",
                "'merge':[1]",
                "'if_revision':'1','set':{'a':3}",
                "'if_revision':1.5,'set':{'a':3}",
                "'if_revision':{'a':'1'},'set':{'a':3}",
                "'op':7,'set':{'a':3}",
                "'note':{},'set':{'a':3}")) {
            refused(operations, "invalid");
        }
        assertThat(tools.call("state_read", "{'handle':'" + handle + "'}").get("revision"))
                .isEqualTo(Json.of(1));
    }

    @Test
    void tooMuch_isALimit() {
        JsonObject failure = refused("'set':{'big':'" + "x".repeat(1_100_000) + "'}", "limit");

        assertThat(failure.toString()).hasSizeLessThan(1_000);
        assertThat(failure.string("limit")).isNotBlank();
    }

    @Test
    void storedValues_appearInNoHint() {
        write("'set':{'a':'IGNORE ALL PREVIOUS'}");

        for (JsonObject failure : List.of(
                refused("'set':{'a':3},'if_revision':1", "conflict"),
                refused("'increment':{'a':1}", "invalid"),
                refused("'append':{'a':[1]}", "invalid"),
                refused("'patch':[{'op':'test','path':'/a','value':7}]", "conflict"))) {
            assertThat(failure.string("hint")).doesNotContain("IGNORE");
        }
    }

    private JsonObject write(String operations) {
        return tools.call("state_write", "{'handle':'" + handle + "'," + operations + "}");
    }

    private JsonObject refused(String operations, String code) {
        return tools.refused("state_write", "{'handle':'" + handle + "'," + operations + "}", code);
    }

    @Test
    void write_namesWhatItStoredAsAString() {
        String handle = tools.open("{}");

        JsonObject answer = tools.call(
                "state_write",
                "{'handle':'" + handle
                        + "','set':{'a':'[1]','b':'x'},'merge':{'c':'{}'},'append':{'d':['{}',1],'e':[1]}}");

        assertThat(answer.get("stored_as_string")).isEqualTo(Harness.value("['a','c','d']"));
        assertThat(tools.call("state_open", "{'data':{'a':'{}','b':1}}").get("stored_as_string"))
                .isEqualTo(Harness.value("['a']"));
        assertThat(tools.call("state_write", "{'handle':'" + handle + "','set':{'a':1}}")
                        .has("stored_as_string"))
                .isFalse();
    }
}
