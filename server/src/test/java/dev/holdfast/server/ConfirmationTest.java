package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
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
    void person_isShownWhatWouldBeErased() {
        JsonObject asked = call(erase, "");
        String form = Objects.requireNonNull(asked.object("inputRequests")).toString();
        assertThat(form).contains(handle, "1 keys of 7 bytes at revision 1");
    }

    @Test
    void answer_aboutWhatHasMovedErasesNothing() {
        String again = answered(call(erase, ""), AGREED);
        tools.call("state_write", "{'handle':'" + handle + "','set':{'a':2}}");
        JsonObject asked = call(erase, again);
        assertThat(asked.string("resultType")).isEqualTo("input_required");
        assertThat(asked.toString()).contains("at revision 2");
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(2)));
    }

    @Test
    void firstCall_ofAClientThatShowsNoFormsNeverErases() {
        for (String confirm : List.of(handle, "yes", "true", "", "@plan")) {
            JsonObject shown = tools.refused("state_close", confirming(confirm), "rejected");
            JsonObject erases = Objects.requireNonNull(shown.object("erases"));
            assertThat(erases.string("handle")).isEqualTo(handle);
            assertThat(erases.get("revision")).isEqualTo(Json.of(1));
            assertThat(erases.get("bytes")).isEqualTo(Json.of(7));
            assertThat(shown.string("confirm")).hasSize(16);
        }
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
    }

    @Test
    void confirmation_erasesWhatWasShownAndNothingElse() {
        String other = tools.open("{'a':1}");
        String confirm = confirmation(handle);
        tools.refused("state_close", confirming(other, confirm), "rejected");
        tools.call("state_write", "{'handle':'" + handle + "','set':{'a':2}}");
        JsonObject shown = tools.refused("state_close", confirming(confirm), "rejected");
        assertThat(Objects.requireNonNull(shown.object("erases")).get("revision"))
                .isEqualTo(Json.of(2));
        tools.refused("state_close", confirming(confirm), "rejected");

        tools.call("state_close", confirming(Objects.requireNonNull(shown.string("confirm"))));
        tools.refused("state_read", "{'handle':'" + handle + "'}", "not_found");
        tools.refused("state_close", confirming(Objects.requireNonNull(shown.string("confirm"))), "not_found");
        assertThat(tools.document(other)).isEqualTo(JsonObject.of("a", Json.of(1)));
    }

    @Test
    void confirmation_isForTheOwnerAlone() {
        tools.call("state_share", "{'handle':'" + handle + "','principal':'bob','access':'admin'}");
        Harness bob = tools.as(Caller.authenticated("bob"));
        bob.refused("state_close", erase, "forbidden");
        bob.refused("state_close", confirming(confirmation(handle)), "forbidden");
        tools.as(Caller.authenticated("eve")).refused("state_close", erase, "not_found");
        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
    }

    @Test
    void confirmation_isGoodAtEveryInstanceAndForAClosedState() {
        String confirm = confirmation(handle);
        JsonObject reply = send(
                new StdioSession(StateServer.over(tools.holdfast(), Profile.CORE, "2", false)),
                confirming(confirm),
                "",
                JsonObject.EMPTY);
        assertThat(Objects.requireNonNull(reply.object("result")).toString()).contains("erased");
        String closed = tools.open("{}");
        tools.call("state_close", "{'handle':'" + closed + "'}");
        tools.call("state_close", confirming(closed, confirmation(closed)));
    }

    private String confirmation(String of) {
        return Objects.requireNonNull(tools.refused("state_close", "{'handle':'" + of + "','erase':true}", "rejected")
                .string("confirm"));
    }

    private String confirming(String confirm) {
        return confirming(handle, confirm);
    }

    private static String confirming(String of, String confirm) {
        return "{'handle':'" + of + "','erase':true,'confirm':'" + confirm + "'}";
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
        return send(session, arguments, more, Harness.object("{'elicitation':{}}"));
    }

    private static JsonObject send(StdioSession session, String arguments, String more, JsonObject capabilities) {
        JsonObject params = Harness.object("{'name':'state_close','arguments':" + arguments + more + "}");
        return session.ask("tools/call", params, capabilities);
    }
}
