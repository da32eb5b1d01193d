package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class ReadToolTest {
    private final Harness tools;
    private final String handle;

    ReadToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
        this.handle = tools.open("{'a':{'b':[1,2]},'c':'x','n':null}");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void read_answersEverything() {
        JsonObject answer = read("");

        assertThat(answer.get("data")).isEqualTo(value("{'a':{'b':[1,2]},'c':'x','n':null}"));
        assertThat(answer.has("handle")).isFalse();
        assertThat(answer.has("omitted")).isFalse();
        assertThat(answer.has("cursor")).isFalse();
        assertThat(answer.string("expires_at")).isNotNull();
    }

    @Test
    void read_byNameTellsTheHandle() {
        JsonObject opened = tools.call("state_open", "{'name':'n'}");

        assertThat(tools.call("state_read", "{'handle':'@n'}").get("handle")).isEqualTo(opened.get("handle"));
    }

    @Test
    void keys_selectKeysAndPointersAndLeaveOutWhatIsNotThere() {
        assertThat(read(",'keys':['c','/a/b/1','zz','/a/q','n']").get("data"))
                .isEqualTo(value("{'c':'x','/a/b/1':2,'n':null}"));
        tools.refused("state_read", "{'handle':'" + handle + "','keys':['/~9']}", "invalid");
    }

    @Test
    void keys_emptyAnswersSizesAndRevisionsOnly() {
        long revision = write("'set':{'c':'yy'}");

        JsonObject answer = read(",'keys':[]");

        assertThat(answer.has("data")).isFalse();
        assertThat(answer.object("keys"))
                .isEqualTo(value("{'a':{'bytes':11,'revision':1},'c':{'bytes':4,'revision':" + revision
                        + "},'n':{'bytes':4,'revision':1}}"));
    }

    @Test
    void atRevision_answersTheDocumentAsItWas() {
        write("'delete':['a'],'set':{'c':'later'}");

        JsonObject answer = read(",'at_revision':1");

        assertThat(answer.get("data")).isEqualTo(value("{'a':{'b':[1,2]},'c':'x','n':null}"));
        assertThat(answer.get("revision")).isEqualTo(Json.of(1));
        tools.refused("state_read", "{'handle':'" + handle + "','at_revision':99}", "invalid");
    }

    @Test
    void atTime_answersTheDocumentAsItWas() {
        write("'set':{'c':'later'}");

        assertThat(Objects.requireNonNull(
                                read(",'at_time':'2200-01-01T00:00:00Z'").object("data"))
                        .get("c"))
                .isEqualTo(Json.of("later"));
        tools.refused("state_read", "{'handle':'" + handle + "','at_time':'2001-01-01T00:00:00Z'}", "invalid");
        tools.refused("state_read", "{'handle':'" + handle + "','at_time':'yesterday'}", "invalid");
    }

    @Test
    void sinceRevision_answersOnlyWhatChangedAndWhatIsGone() {
        long revision = write("'delete':['a'],'set':{'c':'y','d':1}");

        JsonObject answer = read(",'since_revision':1");
        JsonObject some = read(",'since_revision':1,'keys':['d','n','a']");

        assertThat(answer.get("data")).isEqualTo(value("{'c':'y','d':1}"));
        assertThat(answer.get("deleted")).isEqualTo(value("{'a':2}"));
        assertThat(some.get("data")).isEqualTo(value("{'d':1}"));
        assertThat(some.get("deleted")).isEqualTo(value("{'a':2}"));
        assertThat(read(",'since_revision':" + revision).get("data")).isEqualTo(value("{}"));
        assertThat(read(",'since_revision':0").object("data")).isEqualTo(value("{'c':'y','d':1,'n':null}"));
    }

    @Test
    void twoVersionsAtOnce_areRefused() {
        for (String two : List.of(
                "'at_revision':1,'since_revision':1",
                "'at_time':'2026-01-01T00:00:00Z','since_revision':1",
                "'at_time':'2026-01-01T00:00:00Z','at_revision':1")) {
            tools.refused("state_read", "{'handle':'" + handle + "'," + two + "}", "invalid");
        }
    }

    @Test
    void maxBytes_neverCutsAValueAndGoesOnByCursor() {
        String wide =
                tools.open("{'k1':'aaaaaaaaaa','k2':'bbbbbbbbbb','k3':'cccccccccc','k4':'" + "d".repeat(200) + "'}");
        List<String> seen = new ArrayList<>();
        JsonObject page = tools.call("state_read", "{'handle':'" + wide + "','max_bytes':40}");

        assertThat(page.get("data")).isEqualTo(value("{'k1':'aaaaaaaaaa','k2':'bbbbbbbbbb'}"));
        assertThat(page.get("omitted")).isEqualTo(value("{'k3':12,'k4':202}"));
        seen.addAll(Objects.requireNonNull(page.object("data")).keys());
        tools.call("state_write", "{'handle':'" + wide + "','set':{'k3':'changed'}}");
        while (page.has("cursor")) {
            String cursor = page.string("cursor");
            page = tools.call("state_read", "{'handle':'" + wide + "','max_bytes':40,'cursor':'" + cursor + "'}");
            seen.addAll(Objects.requireNonNull(page.object("data")).keys());
        }

        assertThat(seen).containsExactly("k1", "k2", "k3");
        assertThat(page.get("data")).isEqualTo(value("{'k3':'cccccccccc'}"));
        assertThat(page.get("omitted")).isEqualTo(value("{'k4':202}"));
        assertThat(page.get("revision")).isEqualTo(Json.of(1));
    }

    @Test
    void sinceRevision_zeroTellsWhatWasEverDeletedAndWhen() {
        long gone = write("'delete':['a']");
        write("'set':{'later':1}");
        long again = write("'delete':['later']");

        JsonObject answer = read(",'since_revision':0");

        assertThat(answer.get("deleted")).isEqualTo(value("{'a':" + gone + ",'later':" + again + "}"));
        assertThat(answer.has("full")).isFalse();
        assertThat(read(",'since_revision':0,'keys':['later']").get("deleted"))
                .isEqualTo(value("{'later':" + again + "}"));
    }

    @Test
    void maxBytes_appliesToChangesAndOutlinesToo() {
        write("'set':{'x1':'aaaaaaaa','x2':'bbbbbbbb'},'delete':['a']");

        JsonObject first = read(",'since_revision':1,'max_bytes':16");
        JsonObject second = read(",'since_revision':1,'max_bytes':16,'cursor':'" + first.string("cursor") + "'");

        assertThat(first.get("data")).isEqualTo(value("{'x1':'aaaaaaaa'}"));
        assertThat(first.get("deleted")).isEqualTo(value("{'a':2}"));
        assertThat(second.get("data")).isEqualTo(value("{'x2':'bbbbbbbb'}"));
        assertThat(second.has("cursor")).isFalse();
        assertThat(read(",'keys':[],'max_bytes':40").string("cursor")).isNotNull();
    }

    @Test
    void cursor_madeUpIsRefused() {
        for (String cursor : List.of("x", "AAAA", "e30", "eyJyIjoxfQ", "bnVsbA", "eyJyIjowLCJrIjoiYSJ9")) {
            tools.refused(
                    "state_read", "{'handle':'" + handle + "','max_bytes':9,'cursor':'" + cursor + "'}", "invalid");
        }
    }

    @Test
    void closedAndUnknownStates_haveNothingToRead() {
        tools.call("state_close", "{'handle':'" + handle + "'}");

        JsonObject failure = tools.refused("state_read", "{'handle':'" + handle + "'}", "expired");

        assertThat(failure.string("closed_at")).isNotNull();
        assertThat(failure.string("purge_at")).isNotNull();
        tools.refused("state_read", "{'handle':'@nobody'}", "not_found");
        tools.refused("state_read", "{'handle':'rubbish'}", "invalid");
    }

    @Test
    void full_isNeverSaidWhereTheLogReachesBack() {
        assertThat(read(",'since_revision':1").get("full")).isNotEqualTo(JsonBoolean.TRUE);
    }

    private JsonObject read(String more) {
        return tools.call("state_read", "{'handle':'" + handle + "'" + more + "}");
    }

    private long write(String operations) {
        JsonObject answer = tools.call("state_write", "{'handle':'" + handle + "'," + operations + "}");
        return Objects.requireNonNull(answer.number("revision")).exactLong().orElseThrow();
    }
}
