package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.fixture.Peer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a session looks like in a store, where other releases find it. */
final class LegacySessionTest {
    private static final String FULL = """
            {"form":1,"subject":"ada","version":"2025-11-25","capabilities":{"roots":{}},"log_level":"error",\
            "subscriptions":["test://a","test://b"],"stream":"s1"}""";
    private static final LegacySession SESSION = new LegacySession(
            "ada",
            ProtocolVersion.V2025_11_25,
            JsonObject.of("roots", JsonObject.EMPTY),
            LogLevel.ERROR,
            Set.of("test://b", "test://a"),
            "s1");

    @Test
    void form_isThatOfThisRelease() {
        assertThat(SESSION.toJson()).hasToString(FULL);
        assertThat(LegacySession.fromJson(Peer.object(FULL))).isEqualTo(SESSION);
        LegacySession bare = new LegacySession("ada", ProtocolVersion.V2025_03_26, JsonObject.EMPTY);
        assertThat(LegacySession.fromJson(bare.toJson())).isEqualTo(bare);
        assertThat(bare.toJson().has("log_level")).isFalse();
        assertThat(bare.toJson().has("stream")).isFalse();
    }

    @Test
    void form_mayHaveMembersOfALaterRelease() {
        assertThat(LegacySession.fromJson(Peer.object(FULL).with("later", Json.of(1))))
                .isEqualTo(SESSION);
    }

    @Test
    void form_thatIsUnknownIsRefused() {
        JsonObject full = Peer.object(FULL);
        for (String member : List.of("form", "subject", "version", "capabilities", "subscriptions")) {
            assertRefused(full.without(member));
            assertRefused(full.with(member, Json.of(2)));
        }
        assertRefused(full.with("version", Json.of(ProtocolVersion.V2026_07_28.text())));
        assertRefused(full.with("log_level", Json.of("loud")));
        assertRefused(full.with("subscriptions", Json.parse("[1]")));
        assertRefused(full.with("stream", Json.of(1)));
    }

    private static void assertRefused(JsonObject json) {
        assertThatIllegalArgumentException()
                .as("%s", json)
                .isThrownBy(() -> LegacySession.fromJson(json))
                .withMessageNotContaining("ada");
    }

    @Test
    void subscriptions_areSoManyOnly() {
        LegacySession session = new LegacySession("ada", ProtocolVersion.V2025_11_25, JsonObject.EMPTY);
        for (int i = 0; i < LegacySession.MAX_SUBSCRIPTIONS; i++) {
            session = session.subscribedTo("test://" + i);
        }
        LegacySession full = session;
        assertThat(full.subscribedTo("test://0")).isSameAs(full);
        assertThatExceptionOfType(McpException.class).isThrownBy(() -> full.subscribedTo("test://more"));
        assertThat(full.unsubscribedFrom("test://0").subscribedTo("test://more").subscriptions())
                .hasSize(LegacySession.MAX_SUBSCRIPTIONS);
    }
}
