package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ValidationTest {
    private final Harness tools = Harness.inMemory();

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void write_thatBreaksSchemaOrRuleIsRejectedAndChangesNothing() {
        tools.call(
                "state_open",
                "{'name':'cart','data':{'total':1},'schema':{'properties':{'total':{'type':'number'}}},"
                        + "'rules':[{'expr':'self.total >= 0','message':'a total is not negative'}]}");

        JsonObject byRule = tools.refused("state_write", "{'handle':'@cart','increment':{'total':-5}}", "rejected");
        JsonObject bySchema = tools.refused("state_write", "{'handle':'@cart','set':{'total':'x'}}", "rejected");

        assertThat(requireNonNull(byRule.array("violations")).toString())
                .isEqualTo(json("[{'rule':'self.total >= 0','message':'a total is not negative'}]"));
        JsonObject first =
                (JsonObject) requireNonNull(bySchema.array("violations")).get(0);
        assertThat(first.string("path")).isEqualTo("/total");
        assertThat(first.string("keyword")).isEqualTo("type");
        assertThat(tools.document("@cart")).isEqualTo(Harness.object("{'total':1}"));
    }

    @Test
    void write_thatKeepsTheRulesIsMadeAndUndoIsHeldAgainstThemToo() {
        tools.call("state_open", "{'name':'door','data':{'open':false}}");
        tools.call("state_write", "{'handle':'@door','set':{'open':true}}");
        tools.call("state_open", "{'name':'door','rules':['self.open']}");

        tools.refused("state_undo", "{'handle':'@door'}", "rejected");
        tools.call("state_open", "{'name':'door','rules':[]}");
        tools.call("state_undo", "{'handle':'@door'}");

        assertThat(tools.document("@door")).isEqualTo(Harness.object("{'open':false}"));
    }

    @Test
    void open_refusesFirstDocumentsAndSettingsThatDoNotFit() {
        tools.refused("state_open", "{'name':'a','data':{'n':1},'schema':{'required':['m']}}", "rejected");
        tools.call("state_open", "{'name':'a','data':{'n':1}}");

        tools.refused("state_open", "{'name':'a','schema':false}", "rejected");
        tools.refused("state_open", "{'name':'a','schema':{'type':'nothing'}}", "invalid");
        tools.refused("state_open", "{'name':'a','schema':{'$ref':'https://example.com/x'}}", "invalid");
        tools.refused("state_open", "{'name':'a','rules':[{'expr':'self.n >'}]}", "invalid");
        tools.refused("state_open", "{'name':'a','rules':[7]}", "invalid");

        tools.call("state_write", "{'handle':'@a','delete':['n']}");
    }

    @Test
    void schema_keepsItsNullsAndIsReplacedAsAWhole() {
        tools.call("state_open", "{'name':'a','schema':{'properties':{'x':{'const':null}},'maxProperties':1}}");
        tools.refused("state_write", "{'handle':'@a','set':{'x':1}}", "rejected");
        tools.call("state_write", "{'handle':'@a','set':{'x':null}}");

        tools.call("state_open", "{'name':'a','schema':{'minProperties':1}}");
        tools.call("state_write", "{'handle':'@a','set':{'x':1,'y':2}}");
        tools.call("state_open", "{'name':'a','schema':true}");
        tools.call("state_write", "{'handle':'@a','delete':['x','y']}");
    }

    @Test
    void list_findsStatesByTheirDocument() {
        for (int i = 0; i < 5; i++) {
            tools.call("state_open", "{'name':'s" + i + "','data':{'n':" + i + "}}");
        }
        tools.call("state_open", "{'name':'other','data':{}}");

        JsonObject listed = tools.call("state_list", "{'where':'self.n >= 3'}");

        assertThat(requireNonNull(listed.array("states")).stream().map(state -> ((JsonObject) state).string("name")))
                .containsExactlyInAnyOrder("s3", "s4");
        tools.refused("state_list", "{'where':'self.n >= '}", "invalid");
    }

    @Test
    void wait_endsAtOnceIfItsConditionHoldsAlready() {
        String handle = tools.open("{'done':true}");

        JsonObject held = tools.call("state_wait", "{'handle':'" + handle + "','until':'self.done'}");
        JsonObject not =
                tools.call("state_wait", "{'handle':'" + handle + "','until':'self.absent','timeout_seconds':0}");

        assertThat(held.bool("timed_out")).isFalse();
        assertThat(not.bool("timed_out")).isTrue();
        tools.refused("state_wait", "{'handle':'" + handle + "','until':'self.'}", "invalid");
    }
}
