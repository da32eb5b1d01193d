package dev.holdfast.mcp.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets, signatures, and the keys of subscriptions. */
final class WebhookSecretTest {
    private static final String TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void signature_isThatOfTheStandard() {
        WebhookSecret secret = WebhookSecret.parse(TEXT).orElseThrow();
        assertThat(secret.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(secret.toString()).doesNotContain("Mf");
        assertThat(secret.text()).isEqualTo(TEXT);
    }

    @Test
    void secret_isReadInEitherAlphabetPaddedOrNot() {
        byte[] key = new byte[32];
        key[0] = (byte) 0xfb;
        key[1] = (byte) 0xff;
        for (Base64.Encoder form : List.of(
                Base64.getEncoder(),
                Base64.getEncoder().withoutPadding(),
                Base64.getUrlEncoder(),
                Base64.getUrlEncoder().withoutPadding())) {
            assertThat(WebhookSecret.parse("whsec_" + form.encodeToString(key)))
                    .get()
                    .extracting(WebhookSecret::text)
                    .isEqualTo("whsec_" + Base64.getEncoder().encodeToString(key));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 23, 65, 1_000})
    void secret_ofAnotherLengthIsNone(int bytes) {
        assertThat(WebhookSecret.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes])))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_!!!!", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void text_thatIsNoSecretIsNone(String text) {
        assertThat(WebhookSecret.parse(text)).isEmpty();
    }

    @Test
    void id_followsFromEveryPartOfTheKey() {
        JsonObject arguments = JsonObject.of("a", Json.of(1), "b", Json.of(2));
        Caller alice = Caller.authenticated("alice");
        WebhookKey key = WebhookKey.of(alice, "https://a.example/", "x", arguments);
        assertThat(key.id()).matches("sub_[0-9a-f]{32}");
        assertThat(WebhookKey.of(alice, "https://a.example/", "x", (JsonObject) Json.parse("{\"b\":2,\"a\":1}"))
                        .id())
                .isEqualTo(key.id());
        Set<String> ids = new HashSet<>(Set.of(
                key.id(),
                WebhookKey.of(Caller.anonymous("alice"), "https://a.example/", "x", arguments)
                        .id(),
                WebhookKey.of(Caller.authenticated("bob"), "https://a.example/", "x", arguments)
                        .id(),
                WebhookKey.of(alice, "https://a.example", "x", arguments).id(),
                WebhookKey.of(alice, "https://a.example/x", "", arguments).id(),
                WebhookKey.of(alice, "https://a.example/", "x", JsonObject.EMPTY)
                        .id()));
        assertThat(ids).hasSize(6);
    }
}
