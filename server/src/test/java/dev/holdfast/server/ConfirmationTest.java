package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.StateKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Erasing takes a person's word, asked for in the way the client can. */
final class ConfirmationTest {
    private static final String AGREED = "{'action':'accept','content':{'erase':true}}";

    private final Harness tools = Harness.inMemory();
    private final StdioSession session =
            new StdioSession(StateServer.over(tools.holdfast(), Profile.CORE, "1.2.3", false));
    private final String handle = tools.open("{'a':1}");
    private final String erase = "{'handle':'" + handle + "','erase':true}";

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void client_thatShowsFormsHasThePersonAskedOnce() {
        JsonObject asked = call(erase, "");
        assertThat(asked.string("resultType")).isEqualTo("input_required");
        String again = answered(asked, AGREED);
        JsonObject erased = Objects.requireNonNull(call(erase, again).object("structuredContent"));
        assertThat(erased.get("erased")).isEqualTo(JsonBoolean.TRUE);
        tools.refused("state_read", "{'handle':'" + handle + "'}", "not_found");
    }

    @Test
    void answer_isGoodForOneUse() {
        String again = answered(call(erase, ""), "{'action':'decline'}");
        assertThat(call(erase, again).get("isError")).isEqualTo(JsonBoolean.TRUE);
        JsonObject replayed = send(erase, again.replace("'decline'", "'accept','content':{'erase':true}"));
        assertThat(replayed.object("error")).isNotNull();
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
    }

    @Test
    void answer_isTakenByAnyInstanceWithTheKeyAndByOneAlone() {
        StateKeys keys = StateKeys.random();
        StdioSession first = instance(keys);
        StdioSession second = instance(keys);
        JsonObject asked = Objects.requireNonNull(send(first, erase, "").object("result"));
        String again = answered(asked, "{'action':'decline'}");

        assertThat(send(instance(StateKeys.random()), erase, again).object("error"))
                .isNotNull();
        assertThat(Objects.requireNonNull(send(second, erase, again).object("result"))
                        .get("isError"))
                .isEqualTo(JsonBoolean.TRUE);
        String agreed = again.replace("'decline'", "'accept','content':{'erase':true}");
        assertThat(send(first, erase, agreed).object("error")).isNotNull();
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
    }

    private StdioSession instance(StateKeys keys) {
        return new StdioSession(StateServer.describe(tools.holdfast(), Profile.CORE, "1.2.3", false)
                .input(StateServer.input(tools.holdfast(), keys))
                .build());
    }

    @Test
    void person_whoDoesNotAgreeKeepsTheState() {
        List<String> answers = new ArrayList<>(List.of("{'action':'decline'}", "{'action':'cancel'}"));
        answers.add("{'action':'accept','content':{'erase':false}}");
        answers.add("{'action':'accept'}");
        for (String answer : answers) {
            assertThat(call(erase, answered(call(erase, ""), answer)).get("isError"))
                    .as(answer)
                    .isEqualTo(JsonBoolean.TRUE);
        }
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
    }

    @Test
    void answer_thatNobodyAskedForCountsForNothing() {
        JsonObject asked = call(erase, ",'inputResponses':{'erase':" + AGREED + "}");
        assertThat(asked.string("resultType")).isEqualTo("input_required");
        asked = call("{'handle':'" + handle + "','erase':true,'confirm':'" + handle + "'}", "");
        assertThat(asked.string("resultType")).isEqualTo("input_required");
    }

    @Test
    void client_thatShowsNoFormsRepeatsTheHandle() {
        assertThat(tools.refused("state_close", erase, "rejected").string("confirm"))
                .isEqualTo(handle);
        tools.refused("state_close", "{'handle':'" + handle + "','erase':true,'confirm':'yes'}", "rejected");
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
        tools.call("state_close", "{'handle':'" + handle + "','erase':true,'confirm':'" + handle + "'}");
        tools.refused("state_read", "{'handle':'" + handle + "'}", "not_found");
    }

    private JsonObject call(String arguments, String more) {
        JsonObject reply = send(arguments, more);
        return Objects.requireNonNull(reply.object("result"), reply::toString);
    }

    private static String answered(JsonObject asked, String answer) {
        return ",'requestState':'" + asked.string("requestState") + "','inputResponses':{'erase':" + answer + "}";
    }

    private JsonObject send(String arguments, String more) {
        return send(session, arguments, more);
    }

    private static JsonObject send(StdioSession session, String arguments, String more) {
        JsonObject params = Harness.object("{'name':'state_close','arguments':" + arguments + more + "}");
        return session.ask("tools/call", params, Harness.object("{'elicitation':{}}"));
    }
}
