package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.StateKeys;
import dev.holdfast.mcp.UsedStates;
import dev.holdfast.mcp.fixture.AskingServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.http.Cell.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds of a request in the stateless era, as a client may get them wrong. */
@ParameterizedClass
@EnumSource(Transport.class)
final class ModernInputTest {
    private static final String YES = json("{'confirm':{'action':'accept','content':{'ok':true}}}");

    private final Cell cell;
    private volatile Instant now = Instant.parse("2026-08-01T00:00:00Z");
    private final InputPolicy policy = InputPolicy.standard().withClock(() -> now);

    ModernInputTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2026_07_28);
    }

    @Test
    void answers_onAFirstCallAreTaken() throws Exception {
        try (Peer peer = open(policy)) {
            Answer answer = peer.ask("tools/call", """
                {"name":"greet","inputResponses":{"user_name":{"action":"accept","content":{"name":"Ada"}}}}\
                """);
            assertThat(answer.result().toString()).contains("Hello, Ada!");
        }
    }

    @Test
    void answers_thatAreMissingAreAskedForAgainAndFurtherOnesIgnored() throws Exception {
        try (Peer peer = open(policy)) {
            String state = state(peer.call("confirm", "{}"));
            for (String responses : List.of("{}", json("{'wrong':{'action':'accept'}}"))) {
                Answer again = retry(peer, "confirm", responses, state);
                assertThat(Peer.object(again.result().toString()).object("inputRequests"))
                        .isNotNull();
                assertThat(state(again)).isNotEqualTo(state);
            }
            String more = YES.replaceFirst("\\{", json("{'other':{'action':'accept'},"));
            assertThat(retry(peer, "confirm", more, state).result().toString()).contains("state-ok");
        }
    }

    @Test
    void answers_ofWrongFormAreAnInvalidParameterAndUseNothingUp() throws Exception {
        try (Peer peer = open(policy.withSingleUse(UsedStates.inMemory(10, policy.clock())))) {
            String state = state(peer.call("confirm", "{}"));
            for (String responses : List.of("true", "7", "[]", json("{'confirm':12345}"), json("{'confirm':true}"))) {
                assertThat(retry(peer, "confirm", responses, state).code()).isEqualTo(-32602);
            }
            assertThat(retry(peer, "confirm", YES, state).result().toString()).contains("state-ok");
        }
    }

    @Test
    void state_thatWasChangedOrBelongsToAnotherCallIsAnInvalidParameter() throws Exception {
        try (Peer peer = open(policy)) {
            String state = state(peer.call("confirm", "{}"));
            assertRefused(retry(peer, "confirm", YES, state + "x"));
            assertRefused(retry(peer, "confirm", YES, state.substring(1)));
            assertRefused(retry(peer, "confirm_too", YES, state));
            assertRefused(peer.ask("tools/call", """
                {"name":"confirm","arguments":{"other":1},\
                "inputResponses":%s,"requestState":"%s"}\
                """.formatted(YES, state)));
        }
    }

    @Test
    void state_isAnInvalidParameterOnceItHasExpired() throws Exception {
        try (Peer peer = open(policy.withStateLifetime(Duration.ofMinutes(1)))) {
            String state = state(peer.call("confirm", "{}"));
            now = now.plusSeconds(59);
            assertThat(retry(peer, "confirm", YES, state).result().toString()).contains("state-ok");
            now = now.plusSeconds(1);
            assertRefused(retry(peer, "confirm", YES, state));
        }
    }

    @Test
    void state_forOneUseIsAnInvalidParameterTheSecondTime() throws Exception {
        try (Peer peer = open(policy.withSingleUse(UsedStates.inMemory(10, policy.clock())))) {
            String state = state(peer.call("confirm", "{}"));
            assertThat(retry(peer, "confirm", YES, state).result().toString()).contains("state-ok");
            assertRefused(retry(peer, "confirm", YES, state));
        }
    }

    @Test
    void state_ofAnotherInstanceIsGoodIfTheySharedAKey() throws Exception {
        StateKeys keys = StateKeys.of("shared", new byte[StateKeys.KEY_BYTES]);
        try (Peer one = open(policy.withKeys(keys));
                Peer two = open(policy.withKeys(keys));
                Peer stranger = open(policy)) {
            String state = state(one.call("confirm", "{}"));
            assertThat(retry(two, "confirm", YES, state).result().toString()).contains("state-ok");
            assertRefused(retry(stranger, "confirm", YES, state));
        }
    }

    private Peer open(InputPolicy policy) throws Exception {
        return cell.open(AskingServer.builder().input(policy).build());
    }

    private static Answer retry(Peer peer, String tool, String responses, String state) throws Exception {
        JsonObject params = JsonObject.of(
                "name",
                Json.of(tool),
                "arguments",
                JsonObject.EMPTY,
                "inputResponses",
                Json.parse(responses),
                "requestState",
                Json.of(state));
        return peer.ask("tools/call", params.toString());
    }

    private static String state(Answer answer) {
        return Objects.requireNonNull(answer.result().string("requestState"));
    }

    private void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.error())
                .isEqualTo(Peer.object(json("{'code':-32602,'message':'Invalid or expired requestState'}")));
    }
}
