package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class OpenToolTest {
    private final Harness tools;

    OpenToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void open_withoutNameCreatesASessionEachTime() {
        JsonObject first = tools.call("state_open", "{}");
        JsonObject second = tools.call("state_open", "{}");

        assertThat(first.get("created")).isEqualTo(JsonBoolean.TRUE);
        assertThat(first.get("name")).isEqualTo(JsonNull.NULL);
        assertThat(Instant.parse(first.string("expires_at"))).isAfter(Instant.EPOCH);
        assertThat(first.string("handle")).isNotEqualTo(second.string("handle"));
    }

    @Test
    void open_byNameCreatesOnceAndNeverExpires() {
        JsonObject first = tools.call("state_open", "{'name':'team/plan','data':{'a':1}}");
        JsonObject second = tools.call("state_open", "{'name':'team/plan'}");

        assertThat(first.get("created")).isEqualTo(JsonBoolean.TRUE);
        assertThat(first.get("expires_at")).isEqualTo(JsonNull.NULL);
        assertThat(first.string("name")).isEqualTo("team/plan");
        assertThat(second.get("created")).isEqualTo(JsonBoolean.FALSE);
        assertThat(second.get("handle")).isEqualTo(first.get("handle"));
        assertThat(tools.document("@team/plan")).isEqualTo(value("{'a':1}"));
    }

    @Test
    void open_saysThatDataWasNotUsedForAStateThatWasThere() {
        tools.call("state_open", "{'name':'n','data':{'a':1}}");

        JsonObject again = tools.call("state_open", "{'name':'n','data':{'a':2}}");

        assertThat(again.string("hint")).contains("data");
        assertThat(tools.document("@n")).isEqualTo(value("{'a':1}"));
    }

    @Test
    void open_setsHowMuchHistoryIsKept() {
        JsonObject opened = tools.call("state_open", "{'name':'n','keep':{'revisions':3}}");

        JsonObject same = tools.call("state_open", "{'name':'n','keep':{'revisions':3}}");
        JsonObject other = tools.call("state_open", "{'name':'n','keep':{'age':60}}");

        assertThat(same.get("revision")).isEqualTo(opened.get("revision"));
        assertThat(other.get("revision")).isEqualTo(value("2"));
        tools.refused("state_open", "{'name':'n','keep':{'days':3}}", "invalid");
        tools.refused("state_open", "{'name':'n','keep':{'revisions':0}}", "invalid");
    }

    @Test
    void open_appliesLabelsLifetimeAndIdleTime() {
        JsonObject opened =
                tools.call("state_open", "{'name':'n','labels':{'team':'x'},'lifetime':'session','idle_ttl':60}");

        assertThat(opened.string("expires_at")).isNotNull();
        JsonArray listed = Objects.requireNonNull(
                tools.call("state_list", "{'labels':{'team':'x'}}").array("states"));
        assertThat(listed.size()).isEqualTo(1);
        assertThat(((JsonObject) listed.get(0)).string("lifetime")).isEqualTo("session");
    }

    @Test
    void open_tellsWhichSettingsItReplaced() {
        JsonObject created = tools.call("state_open", "{'name':'n','labels':{'a':'b'},'rules':[{'expr':'true'}]}");
        JsonObject same = tools.call("state_open", "{'name':'n','labels':{'a':'b'}}");
        JsonObject changed = tools.call(
                "state_open", "{'name':'n','labels':{},'schema':{'type':'object'},'rules':[],'keep':{'revisions':5}}");

        assertThat(created.has("replaced")).isFalse();
        assertThat(same.has("replaced")).isFalse();
        assertThat(changed.get("replaced"))
                .isEqualTo(value("{'labels':{'a':'b'},'keep':null,'schema':null,'rules':[{'expr':'true'}]}"));
        assertThat(tools.call("state_open", "{'name':'n','schema':true}").get("replaced"))
                .isEqualTo(value("{'schema':{'type':'object'}}"));
    }

    @Test
    void open_showsTheSchemaAndRulesOfAStateThatWasThere() {
        String shortOne = "{'type':'object'}";
        String longOne = "{'title':'" + "x".repeat(2_000) + "'}";
        String handle = Objects.requireNonNull(
                tools.call("state_open", "{'name':'n','schema':" + longOne + ",'rules':[{'expr':'true'}]}")
                        .string("handle"));

        JsonObject byName = tools.call("state_open", "{'name':'n'}");
        JsonObject byHandle = tools.call("state_open", "{'handle':'" + handle + "'}");
        JsonObject replacing = tools.call("state_open", "{'name':'n','schema':" + shortOne + "}");

        assertThat(byName.get("rules")).isEqualTo(value("[{'expr':'true'}]"));
        assertThat(byName.has("schema")).isFalse();
        assertThat(byName.get("omitted")).isEqualTo(value("{'schema':2012}"));
        assertThat(byHandle.get("schema")).isEqualTo(value(longOne));
        assertThat(replacing.get("omitted")).isEqualTo(value("{'replaced.schema':2012}"));
        assertThat(replacing.has("schema")).isFalse();
        assertThat(tools.call("state_open", "{'name':'n'}").get("schema")).isEqualTo(value(shortOne));
    }

    @Test
    void open_byHandleBringsAClosedStateBack() {
        String handle = tools.open("{'a':1}");
        tools.call("state_close", "{'handle':'" + handle + "'}");
        tools.refused("state_read", "{'handle':'" + handle + "'}", "expired");

        JsonObject opened = tools.call("state_open", "{'handle':'" + handle + "'}");

        assertThat(opened.string("handle")).isEqualTo(handle);
        assertThat(opened.get("created")).isEqualTo(JsonBoolean.FALSE);
        assertThat(tools.document(handle)).isEqualTo(value("{'a':1}"));
    }

    @Test
    void open_onAFreedNameTellsThePreviousStateUntilThatIsGone() {
        String first =
                Objects.requireNonNull(tools.call("state_open", "{'name':'n'}").string("handle"));
        tools.call("state_close", "{'handle':'@n'}");

        JsonObject second = tools.call("state_open", "{'name':'n'}");
        JsonObject back = tools.call("state_open", "{'handle':'" + first + "'}");

        assertThat(second.get("created")).isEqualTo(JsonBoolean.TRUE);
        assertThat(second.string("previous")).isEqualTo(first);
        assertThat(back.get("name")).isEqualTo(JsonNull.NULL);
        assertThat(back.string("hint")).contains("name");
    }

    @Test
    void open_byNamedHandleResolvesTheName() {
        JsonObject opened = tools.call("state_open", "{'name':'n'}");

        assertThat(tools.call("state_open", "{'handle':'@n'}").get("handle")).isEqualTo(opened.get("handle"));
    }

    @Test
    void op_makesARetriedCreationTheSameState() {
        JsonObject first = tools.call("state_open", "{'name':'n','data':{'a':1},'op':'o1'}");
        JsonObject again = tools.call("state_open", "{'name':'n','data':{'a':1},'op':'o1'}");

        assertThat(again.get("handle")).isEqualTo(first.get("handle"));
        assertThat(again.get("replayed")).isEqualTo(JsonBoolean.TRUE);
        assertThat(again.get("created")).isEqualTo(JsonBoolean.TRUE);
    }

    @Test
    void forkOf_beginsANewStateAsACopy() {
        String plan = tools.open("{'a':1}");
        tools.call("state_write", "{'handle':'" + plan + "','set':{'a':2}}");

        JsonObject fork = tools.call("state_open", "{'name':'draft','fork_of':'" + plan + "','at_revision':1}");

        assertThat(fork.get("created")).isEqualTo(JsonBoolean.TRUE);
        assertThat(fork.get("origin")).isEqualTo(value("{'handle':'" + plan + "','revision':1}"));
        assertThat(tools.document("@draft")).isEqualTo(value("{'a':1}"));
        assertThat(tools.call("state_open", "{'name':'draft'}").has("origin")).isFalse();
        tools.refused("state_open", "{'name':'draft','fork_of':'" + plan + "'}", "invalid");
        tools.refused("state_open", "{'handle':'@draft','fork_of':'" + plan + "'}", "invalid");
        tools.refused("state_open", "{'fork_of':'" + plan + "','data':{}}", "invalid");
        tools.refused("state_open", "{'fork_of':'" + plan + "','at_revision':9}", "invalid");
        tools.refused("state_open", "{'fork_of':'@nobody'}", "not_found");
        tools.refused("state_open", "{'at_revision':1}", "invalid");
    }

    @Test
    void forkOf_takesSchemaAndRulesAlongUnlessOthersAreGiven() {
        tools.call("state_open", "{'name':'plan','data':{'a':1},'rules':[{'expr':'self.a > 0','message':'positive'}]}");

        tools.call("state_open", "{'name':'strict','fork_of':'@plan'}");
        tools.call("state_open", "{'name':'free','fork_of':'@plan','rules':[]}");

        tools.refused("state_write", "{'handle':'@strict','set':{'a':0}}", "rejected");
        tools.call("state_write", "{'handle':'@free','set':{'a':0}}");
        tools.refused("state_open", "{'fork_of':'@plan','rules':[{'expr':'self.a > 1','message':'more'}]}", "rejected");
    }

    @Test
    void nonsense_isRefused() {
        tools.refused("state_open", "{'name':'/a'}", "invalid");
        tools.refused("state_open", "{'name':'with space'}", "invalid");
        tools.refused("state_open", "{'name':'n','handle':'st_00000000000000000000000000'}", "invalid");
        tools.refused("state_open", "{'handle':'st_00000000000000000000000000'}", "not_found");
        tools.refused("state_open", "{'handle':'@n'}", "not_found");
        tools.refused("state_open", "{'lifetime':'forever'}", "invalid");
        tools.refused("state_open", "{'labels':{'a':1}}", "invalid");
        tools.refused("state_open", "{'idle_ttl':0}", "invalid");
        tools.refused("state_open", "{'data':[]}", "invalid");
        assertThat(tools.call("state_list", "{}").get("states")).isEqualTo(value("[]"));
    }
}
