package dev.holdfast.mcp.internal.era;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.StateKeys;
import dev.holdfast.mcp.UsedStates;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** State between the rounds of a request, against attacks by the client that carries it. */
final class RequestStatesTest {
    private static final String PARAMS = json("{'name':'confirm','arguments':{'a':1,'b':[2.50]}}");
    private static final Json STATE = Json.parse(json("{'secret':'in here'}"));
    private static final Caller ADA = Caller.authenticated("ada");

    private Instant now = Instant.parse("2026-08-01T00:00:00Z");
    private final InputPolicy policy = InputPolicy.standard().withClock(() -> now);
    private final RequestStates states = new RequestStates(policy);

    @Test
    void state_comesBackForTheSameRequest() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        assertThat(open(states, sealed, PARAMS, ADA)).isEqualTo(STATE);
        assertThat(open(states, sealed, PARAMS, ADA)).as("again").isEqualTo(STATE);
    }

    @Test
    void state_isHiddenAndNeverTheSameTwice() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        assertThat(sealed).matches("v1\\.own\\.[A-Za-z0-9_-]+").isNotEqualTo(states.seal(STATE, request(PARAMS), ADA));
    }

    @Test
    void arguments_mayBeWrittenInAnotherWay() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        String same = json("{'arguments':{'b':[2.50],'a':1},'name':'confirm','_meta':{'x':1},'inputResponses':{}}");
        assertThat(open(states, sealed, same, ADA)).isEqualTo(STATE);
        String bare = states.seal(STATE, request(json("{'name':'confirm'}")), ADA);
        assertThat(open(states, bare, json("{'name':'confirm','arguments':{}}"), ADA))
                .isEqualTo(STATE);
    }

    @Test
    void state_isRefusedAfterAnyChangeOfAnyCharacter() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        for (int at = 0; at < sealed.length(); at++) {
            for (char c : "A_z9.=\u00e9".toCharArray()) {
                if (sealed.charAt(at) != c) {
                    assertRefused(states, sealed.substring(0, at) + c + sealed.substring(at + 1), PARAMS, ADA);
                }
            }
            char next = (char) (sealed.charAt(at) ^ 1);
            assertRefused(states, sealed.substring(0, at) + next + sealed.substring(at + 1), PARAMS, ADA);
            assertRefused(states, sealed.substring(0, at), PARAMS, ADA);
            assertRefused(states, sealed.substring(0, at) + sealed.substring(at + 1), PARAMS, ADA);
        }
    }

    @Test
    void state_isRefusedWithAnythingAround() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        for (String other : List.of(sealed + "A", sealed + "=", sealed + "\n", " " + sealed, sealed + sealed, "")) {
            assertRefused(states, other, PARAMS, ADA);
        }
    }

    @Test
    void state_thatIsNoStringIsRefused() {
        for (String state : List.of("true", "7", "{}", json("['v1']"))) {
            Request request = request(json("{'name':'confirm','requestState':") + state + "}");
            assertThatExceptionOfType(McpException.class).isThrownBy(() -> states.open(request, ADA));
        }
    }

    @Test
    void state_isRefusedForAnotherCallerOrRequest() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        assertRefused(states, sealed, PARAMS, Caller.authenticated("eve"));
        assertRefused(states, sealed, PARAMS, Caller.anonymous("ada"));
        assertRefused(states, sealed, PARAMS.replace("confirm", "delete"), ADA);
        assertRefused(states, sealed, PARAMS.replace("2.50", "2.51"), ADA);
        assertRefused(states, sealed, json("{'name':'confirm'}"), ADA);
        assertThatExceptionOfType(McpException.class)
                .isThrownBy(() -> states.open(carrying(sealed, "prompts/get", PARAMS), ADA));
    }

    @Test
    void state_expires() {
        String sealed = states.seal(STATE, request(PARAMS), ADA);
        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(open(states, sealed, PARAMS, ADA)).isEqualTo(STATE);
        now = now.plusMillis(1);
        assertRefused(states, sealed, PARAMS, ADA);
    }

    @Test
    void keys_areSharedAndRotated() {
        StateKeys old = StateKeys.of("2026-07", key(1));
        RequestStates before = with(old);
        RequestStates during = with(old.accepting("2026-08", key(2)));
        RequestStates after = with(StateKeys.of("2026-08", key(2)).accepting("2026-07", key(1)));
        RequestStates later = with(StateKeys.of("2026-08", key(2)));
        String first = before.seal(STATE, request(PARAMS), ADA);
        String second = after.seal(STATE, request(PARAMS), ADA);
        assertThat(open(during, first, PARAMS, ADA)).isEqualTo(STATE);
        assertThat(open(during, second, PARAMS, ADA)).isEqualTo(STATE);
        assertThat(open(after, first, PARAMS, ADA)).isEqualTo(STATE);
        assertRefused(before, second, PARAMS, ADA);
        assertRefused(later, first, PARAMS, ADA);
        assertRefused(with(StateKeys.of("2026-07", key(3))), first, PARAMS, ADA);
    }

    @Test
    void keys_ofWrongFormAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> StateKeys.of("a.b", key(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> StateKeys.of("a", new byte[16]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateKeys.of("a", key(1)).accepting("a", key(2)));
    }

    @Test
    void state_forOneUseServesOneOfManyAtTheSameTime() throws Exception {
        RequestStates once = new RequestStates(policy.withSingleUse(UsedStates.inMemory(200, policy.clock())));
        for (int round = 0; round < 50; round++) {
            String sealed = once.seal(STATE, request(PARAMS), ADA);
            assertThat(race(16, () -> opens(once, sealed))).isEqualTo(1);
        }
    }

    @Test
    void state_forOneUseIsNotUsedUpByOneWhoMayNotUseIt() {
        RequestStates once = new RequestStates(policy.withSingleUse(UsedStates.inMemory(100, policy.clock())));
        String sealed = once.seal(STATE, request(PARAMS), ADA);
        assertRefused(once, sealed, PARAMS, Caller.authenticated("eve"));
        assertThat(open(once, sealed, PARAMS, ADA)).isEqualTo(STATE);
        assertRefused(once, sealed, PARAMS, ADA);
    }

    @Test
    void usedStates_refuseRatherThanForget() {
        UsedStates used = UsedStates.inMemory(2, () -> now);
        assertThat(used.use("a", now.plusSeconds(1))).isTrue();
        assertThat(used.use("b", now.plusSeconds(2))).isTrue();
        assertThat(used.use("c", now.plusSeconds(3))).isFalse();
        now = now.plusSeconds(1);
        assertThat(used.use("b", now.plusSeconds(1))).isFalse();
        assertThat(used.use("c", now.plusSeconds(2))).isTrue();
    }

    @Test
    void usedStates_ofOneCallerLeaveRoomForOthers() {
        UsedStates used = UsedStates.inMemory(8, () -> now);
        Caller eve = Caller.authenticated("eve");
        Instant expiry = now.plusSeconds(1);
        assertThat(used.use("a", expiry, eve)).isTrue();
        assertThat(used.use("a", expiry, eve)).isFalse();
        assertThat(used.use("b", expiry, eve)).isTrue();
        assertThat(used.use("c", expiry, eve)).isFalse();
        assertThat(used.use("d", expiry, ADA)).isTrue();
        now = expiry;
        assertThat(used.use("c", expiry.plusSeconds(1), eve)).isTrue();
    }

    private RequestStates with(StateKeys keys) {
        return new RequestStates(policy.withKeys(keys));
    }

    private static byte[] key(int filled) {
        byte[] key = new byte[StateKeys.KEY_BYTES];
        Arrays.fill(key, (byte) filled);
        return key;
    }

    private static Request request(String params) {
        return new Request(Json.of(1), "tools/call", Peer.object(params));
    }

    private static Request carrying(String sealed, String method, String params) {
        return new Request(Json.of(2), method, Peer.object(params).with("requestState", Json.of(sealed)));
    }

    private static @Nullable Json open(RequestStates states, String sealed, String params, Caller caller) {
        return states.open(carrying(sealed, "tools/call", params), caller);
    }

    private static boolean opens(RequestStates states, String sealed) {
        try {
            open(states, sealed, PARAMS, ADA);
            return true;
        } catch (McpException e) {
            return false;
        }
    }

    private static void assertRefused(RequestStates states, String sealed, String params, Caller caller) {
        assertThatExceptionOfType(McpException.class)
                .as(sealed)
                .isThrownBy(() -> open(states, sealed, params, caller))
                .satisfies(e ->
                        assertThat(e.error()).isEqualTo(RpcError.invalidParams("Invalid or expired requestState")));
    }

    @FunctionalInterface
    private interface Attempt {
        boolean succeeds() throws Exception;
    }

    /** How many of so many threads succeed that begin at the same time. */
    private static long race(int threads, Attempt attempt) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> runners = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                runners.add(executor.submit(() -> {
                    start.await();
                    return attempt.succeeds();
                }));
            }
            start.countDown();
        }
        long won = 0;
        for (Future<Boolean> runner : runners) {
            won += runner.get() ? 1 : 0;
        }
        return won;
    }
}
