package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureEvents;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.webhook.WebhookGrant;
import dev.holdfast.mcp.webhook.WebhookKey;
import dev.holdfast.mcp.webhook.WebhookRequest;
import dev.holdfast.mcp.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send to subscribe by webhook, and are answered. */
@Timeout(60)
final class WebhookMethodsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String DELIVERY = "'delivery':{'url':'https://h.example/hook?k=1','secret':'" + SECRET + "'}";

    private final Kept kept = new Kept();
    private HttpTransport http;
    private Peer peer;

    /** Grants what is asked for, and keeps it in mind. */
    private static final class Kept implements Webhooks {
        private final List<WebhookRequest> requests = new CopyOnWriteArrayList<>();
        private final List<WebhookKey> ended = new CopyOnWriteArrayList<>();
        private volatile boolean loopback;
        private volatile @Nullable EventRefusal refusal;

        @Override
        public boolean allowsLoopback() {
            return loopback;
        }

        @Override
        public WebhookGrant subscribe(WebhookRequest request) {
            if (refusal != null) {
                throw refusal;
            }
            requests.add(request);
            Instant until = request.forever() ? null : Instant.parse("2026-11-01T01:00:00Z");
            JsonObject status = requests.size() > 1 ? JsonObject.of("active", Json.of(true)) : null;
            return new WebhookGrant(request.key().id(), until, "c1", false, status);
        }

        @Override
        public boolean unsubscribe(WebhookKey key) {
            ended.add(key);
            return requests.stream().anyMatch(request -> request.key().equals(key));
        }
    }

    @BeforeEach
    void open() throws Exception {
        open(Caller.authenticated("guest"));
    }

    private void open(Caller caller) throws Exception {
        McpServer server = new FixtureServer()
                .builder()
                .events(EventPolicy.standard(new FixtureEvents()).withWebhooks(kept))
                .build();
        http = HttpTransport.start(server, HttpConfig.builder(caller).build());
        peer = HttpPeer.join(http, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        http.close();
    }

    private Peer.Answer subscribe(String more) throws Exception {
        return peer.ask("events/subscribe", json("{'name':'test.happened'," + more + "}"));
    }

    /** That of the error; 0 if there is none. */
    private static long code(Peer.Answer answer) {
        return answer.message().has("error") ? answer.code() : 0;
    }

    @Test
    void mode_isListed() throws Exception {
        assertThat(peer.ask("events/list", "{}").result().toString())
                .contains("\"delivery\":[\"poll\",\"push\",\"webhook\"]");
    }

    @Test
    void subscription_isAnsweredWithItsIdAndTerm() throws Exception {
        JsonObject first = subscribe(DELIVERY + ",'arguments':{'a':1},'cursor':null,'maxAgeMs':5,'ttlMs':7,'id':'x'")
                .result();
        assertThat(first.string("resultType")).isEqualTo("complete");
        assertThat(first.string("id")).isEqualTo(kept.requests.getFirst().key().id());
        assertThat(first.string("refreshBefore")).isEqualTo("2026-11-01T01:00:00.000Z");
        assertThat(first.string("cursor")).isEqualTo("c1");
        assertThat(first.bool("truncated")).isFalse();
        assertThat(first.has("deliveryStatus")).isFalse();
        WebhookRequest request = kept.requests.getFirst();
        assertThat(request.life()).isEqualTo(Duration.ofMillis(7));
        assertThat(request.events().maxAge()).isEqualTo(Duration.ofMillis(5));
        assertThat(request.secret().text()).isEqualTo(SECRET);
        JsonObject again = subscribe(DELIVERY + ",'arguments':{'a':1}").result();
        assertThat(again.string("id")).isEqualTo(first.string("id"));
        assertThat(again.object("deliveryStatus")).isNotNull();
        assertThat(kept.requests.getLast().life()).isNull();
    }

    @Test
    void term_withoutEndIsOnlyAskedForByNull() throws Exception {
        assertThat(subscribe(DELIVERY + ",'ttlMs':null").result().get("refreshBefore"))
                .isEqualTo(Json.NULL);
        assertThat(subscribe(DELIVERY).result().string("refreshBefore")).isNotNull();
        assertThat(code(subscribe(DELIVERY + ",'ttlMs':2592000000"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h.example/",
                "HTTP://h.example/",
                "ftp://h.example/",
                "h.example/hook",
                "https://",
                "https:///x",
                "https://user@h.example/",
                "https://user:secret@h.example/",
                "https://h.example/#part",
                "https://a b/",
                "https://h.example/\\u0000",
                "https://h.example/\\r\\nX: y",
                "https://h.exämple/",
                "https://h_x.example/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://h.example:0/",
                "https://h.example:99999/",
                "http://localhost/",
                "http://127.0.0.1/",
                "javascript:alert(1)",
                ""
            })
    void url_thatIsNoneOfTheInternetIsInvalid(String url) throws Exception {
        assertThat(code(subscribe("'delivery':{'url':'" + url + "','secret':'" + SECRET + "'}")))
                .isEqualTo(-32602);
        assertThat(kept.requests).isEmpty();
    }

    @Test
    void url_ofThisMachineIsOnlyTakenByItsOption() throws Exception {
        kept.loopback = true;
        for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
            assertThat(code(subscribe("'delivery':{'url':'http://" + host + ":8080/','secret':'" + SECRET + "'}")))
                    .isZero();
        }
        assertThat(code(subscribe("'delivery':{'url':'http://h.example/','secret':'" + SECRET + "'}")))
                .isEqualTo(-32602);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'delivery':7",
                "'delivery':{}",
                "'delivery':{'url':'https://h.example/'}",
                "'delivery':{'url':'https://h.example/','secret':'whsec_c2hvcnQ='}",
                "'delivery':{'url':'https://h.example/','secret':7}",
                DELIVERY + ",'ttlMs':'7'",
                DELIVERY + ",'ttlMs':-1",
                DELIVERY + ",'maxAgeMs':-1",
                DELIVERY + ",'cursor':7",
                DELIVERY + ",'arguments':[]"
            })
    void form_isChecked(String more) throws Exception {
        String rest = more.isEmpty() ? "" : "," + more;
        assertThat(code(peer.ask("events/subscribe", json("{'name':'test.happened'" + rest + "}"))))
                .isEqualTo(-32602);
        assertThat(kept.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"poll,-32026", "push,-32026", "pigeon,-32602", "webhook,0"})
    void mode_thatIsNoneOfWebhooksIsRefused(String mode, int code) throws Exception {
        String delivery = DELIVERY.replace("{'url'", "{'mode':'" + mode + "','url'");
        assertThat(code(subscribe(delivery))).isEqualTo(code);
    }

    @Test
    void refusals_haveTheirKinds() throws Exception {
        assertThat(code(peer.ask("events/subscribe", json("{'name':'test.unheard'," + DELIVERY + "}"))))
                .isEqualTo(-32023);
        kept.refusal = EventRefusal.callback("challenge_failed");
        Peer.Answer refused = subscribe(DELIVERY);
        assertThat(code(refused)).isEqualTo(-32027);
        assertThat(refused.status()).isEqualTo(200);
        kept.refusal = EventRefusal.exhausted("subscriptions", 3);
        assertThat(code(subscribe(DELIVERY))).isEqualTo(-32025);
    }

    @Test
    void caller_withoutACredentialIsForbidden() throws Exception {
        close();
        open(Caller.anonymous("local"));
        assertThat(code(subscribe(DELIVERY))).isEqualTo(-32024);
        assertThat(code(peer.ask("events/unsubscribe", json("{'name':'test.happened'," + DELIVERY + "}"))))
                .isEqualTo(-32024);
        assertThat(kept.requests).isEmpty();
        assertThat(kept.ended).isEmpty();
    }

    @Test
    void unsubscribing_goesByTheKey() throws Exception {
        subscribe(DELIVERY + ",'arguments':{'a':1}");
        String key = "{'name':'test.happened','arguments':{'a':%s},'delivery':{'url':'https://h.example/hook?k=1'}}";
        Peer.Answer unknown = peer.ask("events/unsubscribe", json(key.formatted("2")));
        assertThat(code(unknown)).isEqualTo(-32023);
        assertThat(unknown.message().toString()).contains("subscription");
        assertThat(peer.ask("events/unsubscribe", json(key.formatted("1")))
                        .result()
                        .string("resultType"))
                .isEqualTo("complete");
    }
}
