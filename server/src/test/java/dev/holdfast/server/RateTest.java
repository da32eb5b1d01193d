package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Rate;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.server.shared.StoredSessions;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A caller that calls too often is refused, and others are not affected. */
final class RateTest {
    private final ManualTime time = new ManualTime();
    private final Holdfast holdfast = Holdfast.on(MemoryLog.open(new MemoryStorage()))
            .clock(time)
            .timersByHand()
            .limits(Limits.DEFAULT.withCallsPerPrincipal(new Rate(1, 5)))
            .open();
    private final Harness alice = Harness.over(holdfast).as(Caller.authenticated("alice"));
    private final Harness bob = alice.as(Caller.authenticated("bob"));

    @AfterEach
    void close() {
        holdfast.close();
    }

    private void exhaust() {
        for (int i = 0; i < 5; i++) {
            alice.call("state", "{'key':'n','value':" + i + "}");
        }
    }

    @Test
    void calls_thatAreTooManyAreRefusedAndChangeNothing() {
        exhaust();

        JsonObject failure = alice.refused("state", "{'key':'n','value':99}", "limit");
        alice.refused("state_open", "{'name':'more'}", "limit");
        alice.refused("state_read", "{'handle':'@default'}", "limit");

        assertThat(failure.string("limit")).isEqualTo("calls_per_second");
        assertThat(failure.get("actual")).isEqualTo(Json.of(6));
        assertThat(failure.get("maximum")).isEqualTo(Json.of(1));
        assertThat(failure.get("retry_after_ms")).isEqualTo(Json.of(1_000));
        time.pass(Duration.ofSeconds(2));
        assertThat(alice.call("state", "{'key':'n'}").get("value")).isEqualTo(Json.of(4));
        assertThat(Objects.requireNonNull(alice.call("state_list", "{}").array("states"))
                        .size())
                .isEqualTo(1);
        alice.refused("state_list", "{}", "limit");
    }

    @Test
    void calls_ofOthersGoOn() {
        exhaust();
        alice.refused("state", "{'key':'n'}", "limit");

        for (int i = 0; i < 5; i++) {
            bob.call("state", "{'key':'n','value':" + i + "}");
        }
    }

    @Test
    void calls_thatMakeNoSenseAreCountedToo() {
        for (int i = 0; i < 5; i++) {
            alice.refused("state_read", "{'nonsense':1}", "invalid");
        }

        alice.refused("state_read", "{'nonsense':1}", "limit");
    }

    /** What is no call of a tool has no result to tell it in. */
    @Test
    void requests_otherThanCallsAreRefusedByAnError() {
        StateResources resources = new StateResources(holdfast);
        PlainContext context = new PlainContext(alice.caller());
        String uri = "state://" + alice.open("{}");
        for (int i = 0; i < 4; i++) {
            assertThat(resources.read(new ResourceCall(uri, context, Answers.NONE, null)))
                    .isPresent();
        }

        assertThatThrownBy(() -> resources.read(new ResourceCall(uri, context, Answers.NONE, null)))
                .isInstanceOfSatisfying(
                        McpException.class,
                        e -> assertThat(e.error().data())
                                .asString()
                                .contains(json("'code':'limit'"), "retry_after_ms"));
        assertThatThrownBy(() -> resources.list(null, context)).isInstanceOf(McpException.class);
    }

    @Test
    void sessions_areBegunNoOftenerThanCallsAreMade() {
        StoredSessions sessions = new StoredSessions(holdfast, Duration.ofDays(2));
        LegacySession session = new LegacySession("alice", ProtocolVersion.V2025_11_25, JsonObject.EMPTY);
        for (int i = 0; i < 5; i++) {
            sessions.put("session-" + i, session);
        }

        assertThatThrownBy(() -> sessions.put("session-5", session)).isInstanceOf(McpException.class);
        assertThat(sessions.find("session-4")).isPresent();
        assertThat(sessions.find("session-5")).isEmpty();
    }
}
