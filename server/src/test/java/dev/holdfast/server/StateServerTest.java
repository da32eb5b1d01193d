package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wiring, seen through a transport. */
final class StateServerTest {
    private final Harness tools = Harness.inMemory();
    private final StdioSession session =
            new StdioSession(StateServer.over(tools.holdfast(), Profile.CORE, "1.2.3", true));

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void call_answersTextAndTheSameStructured() {
        JsonObject result = call("state", "{'key':'k','value':{'a':[1.0]}}");

        JsonObject structured = Objects.requireNonNull(result.object("structuredContent"));
        assertThat(structured.get("value")).isEqualTo(Harness.value("{'a':[1.0]}"));
        assertThat(Objects.requireNonNull(result.array("content")).get(0).toString())
                .contains(new JsonString(structured.toString()).toString());
    }

    @Test
    void call_thatFailsIsAnErrorResultNotAProtocolError() {
        JsonObject result = call("state_read", "{'handle':'@nobody'}");

        assertThat(result.bool("isError")).isTrue();
        assertThat(Objects.requireNonNull(result.array("content")).toString()).contains("not_found");
    }

    @Test
    void resources_areListedTemplatedAndRead() {
        String handle = tools.open("{'a':1}");

        assertThat(result("resources/list", JsonObject.EMPTY).toString()).contains("state://" + handle);
        assertThat(result("resources/templates/list", JsonObject.EMPTY).toString())
                .contains("state://{handle}/keys/{key}");
        assertThat(result("resources/read", JsonObject.of("uri", Json.of("state://" + handle)))
                        .toString())
                .contains(json("{\\\"a\\\":1}"));
    }

    @Test
    void resources_thatAreNotThereAreProtocolErrors() {
        JsonObject answer = session.ask("resources/read", JsonObject.of("uri", Json.of("state://@name")));

        assertThat(answer.has("result")).isFalse();
        assertThat(Objects.requireNonNull(answer.object("error")).get("code")).isEqualTo(Json.of(-32602));
    }

    @Test
    void events_arePolledFromTheCursorOfAnEarlierPoll() {
        tools.open("{'a':1}");
        JsonObject subscription = Harness.object("{'name':'state.opened'}");
        assertThat(result("events/list", JsonObject.EMPTY).toString()).contains("state.opened", "approval.answered");
        JsonObject first = result("events/poll", subscription);
        String handle = tools.open("{'a':2}");

        JsonObject next =
                result("events/poll", subscription.with("cursor", Objects.requireNonNull(first.get("cursor"))));
        assertThat(first.get("events")).isEqualTo(Harness.value("[]"));
        assertThat(Objects.requireNonNull(next.array("events")).size()).isEqualTo(1);
        assertThat(next.toString()).contains(json("'eventId':'" + handle + ":1'"));
        assertThat(session.askAfterHandshake("events/list", JsonObject.EMPTY).toString())
                .contains("-32601");
    }

    private JsonObject call(String tool, String arguments) {
        return result("tools/call", JsonObject.of("name", Json.of(tool), "arguments", Harness.object(arguments)));
    }

    private JsonObject result(String method, JsonObject params) {
        JsonObject answer = session.ask(method, params);
        return Objects.requireNonNull(answer.object("result"), answer::toString);
    }
}
