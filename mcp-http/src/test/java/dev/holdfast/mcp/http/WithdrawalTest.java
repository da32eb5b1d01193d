package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.SubscriptionSource;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is open ends when access to it is withdrawn: by a key that is removed, or from one resource. */
final class WithdrawalTest {
    private static final String URI = "test://shared";
    private static final String OTHER = "test://other";

    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> readers = ConcurrentHashMap.newKeySet();
    private final Map<String, Runnable> accessChanged = new ConcurrentHashMap<>();
    private final ServerChanges changes = ServerChanges.of(new Revocable(), ChangeKind.TOOLS_LIST);
    private final FixtureServer fixture = new FixtureServer();
    private HttpTransport transport;
    private HttpPeer peer;

    /** Admits readers to {@link #URI}, and every caller to anything else. */
    private final class Revocable implements SubscriptionSource {
        @Override
        public boolean admits(String uri, RequestContext context) {
            return stillAdmits(uri, context.caller());
        }

        @Override
        public boolean stillAdmits(String uri, Caller caller) {
            return !uri.equals(URI) || readers.contains(caller.subject());
        }

        @Override
        public Watch watch(String uri, Caller first, Runnable changed) {
            throw new AssertionError("The transport asks to be told of access too");
        }

        @Override
        public Watch watch(String uri, Caller first, Runnable changed, Runnable access) {
            accessChanged.put(uri, access);
            return () -> accessChanged.remove(uri);
        }
    }

    @BeforeEach
    void open() throws Exception {
        keys.addAll(Set.of("alice", "bob"));
        readers.addAll(keys);
        transport = HttpTransport.start(
                fixture.builder().changes(changes).build(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .authenticator(token ->
                                Optional.of(token).filter(keys::contains).map(Caller::authenticated))
                        .heartbeat(Duration.ofMillis(20))
                        .build());
        peer = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() {
        peer.close();
        transport.close();
    }

    // --- Keys

    @Test
    void key_thatIsRemovedEndsItsStreams() throws Exception {
        String session = initialize("bob");
        try (EventStream lasting = listen("alice", OTHER);
                EventStream listening = listen("bob", OTHER);
                EventStream streaming =
                        EventStream.get(peer, Map.of("Authorization", "Bearer bob", "Mcp-Session-Id", session))) {
            keys.remove("bob");
            assertThat(listening.next().toString()).contains(json("'resultType':'complete'"));
            assertThat(listening.nextIfAny()).isNull();
            assertThat(streaming.nextIfAny()).isNull();
            changes.resourceUpdated(OTHER);
            assertThat(updated(lasting)).isEqualTo(OTHER);
        }
    }

    @Test
    void key_thatIsRemovedEndsItsCalls() throws Exception {
        String call = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'hang'}}"));
        Map<String, String> headers = headers("bob", call);
        headers.put("Accept", "application/json");
        FutureTask<HttpResponse<String>> response = new FutureTask<>(() -> peer.post(call, headers));
        Thread.ofVirtual().start(response);
        assertThat(fixture.nextEvent()).isEqualTo("started");
        keys.remove("bob");
        assertThat(fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
        assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(401);
    }

    // --- Resources

    @Test
    void resource_thatMayNoLongerBeReadIsNotToldOf() throws Exception {
        try (EventStream stays = listen("alice", URI);
                EventStream both = listen("bob", URI, OTHER)) {
            withdraw("bob");
            changes.resourceUpdated(URI);
            changes.resourceUpdated(OTHER);
            assertThat(updated(both)).isEqualTo(OTHER);
            assertThat(updated(stays)).isEqualTo(URI);
        }
        await().until(accessChanged::isEmpty);
    }

    @Test
    void stream_endsWithItsLastResource() throws Exception {
        try (EventStream only = listen("bob", URI)) {
            withdraw("bob");
            assertThat(only.next().toString()).contains(json("'resultType':'complete'"));
            assertThat(only.nextIfAny()).isNull();
        }
        assertThat(accessChanged).isEmpty();
    }

    @Test
    void subscription_ofASessionEnds() throws Exception {
        Map<String, String> bob = Map.of("Authorization", "Bearer bob", "Mcp-Session-Id", initialize("bob"));
        try (EventStream stream = EventStream.get(peer, bob)) {
            for (String uri : new String[] {URI, OTHER}) {
                peer.post(
                        json("{'jsonrpc':'2.0','id':1,'method':'resources/subscribe','params':{'uri':'%s'}}")
                                .formatted(uri),
                        bob);
            }
            withdraw("bob");
            changes.resourceUpdated(URI);
            changes.resourceUpdated(OTHER);
            assertThat(updated(stream)).isEqualTo(OTHER);
        }
    }

    private void withdraw(String reader) {
        readers.remove(reader);
        Objects.requireNonNull(accessChanged.get(URI)).run();
    }

    private static String updated(EventStream stream) throws IOException {
        JsonObject params = stream.next().object("params");
        return String.valueOf(params == null ? null : params.string("uri"));
    }

    private EventStream listen(String who, String... uris) throws IOException {
        String body = peer.shape(json("{'jsonrpc':'2.0','id':1,'method':'subscriptions/listen','params':"
                        + "{'notifications':{'resourceSubscriptions':['%s']}}}")
                .formatted(String.join(json("','"), uris)));
        EventStream stream = EventStream.post(peer, body, headers(who, body));
        assertThat(stream.next().string("method")).endsWith("acknowledged");
        return stream;
    }

    private Map<String, String> headers(String who, String body) {
        Map<String, String> headers = new HashMap<>(peer.headers(body));
        headers.put("Authorization", "Bearer " + who);
        return headers;
    }

    private String initialize(String who) throws Exception {
        return peer.post(Peer.initialize(ProtocolVersion.V2025_11_25), Map.of("Authorization", "Bearer " + who))
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }
}
