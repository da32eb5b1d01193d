package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.FixtureSource;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.http.Cell.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code subscriptions/listen} over both transports: specification 2026-07-28, subscriptions. */
@ParameterizedClass
@EnumSource
final class ListenTest {
    private static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;
    private static final String LISTEN =
            json("{'jsonrpc':'2.0','id':%s,'method':'subscriptions/listen','params':{'notifications':%s}}");
    private static final String ALL = """
            {"toolsListChanged":true,"promptsListChanged":true,"resourcesListChanged":true,
            "resourceSubscriptions":["test://text","test://private","test://blob"]}""".replace("\n", "");

    private final Transport transport;
    private final FixtureSource source = new FixtureSource();
    private final ServerChanges changes = ServerChanges.of(source, ChangeKind.TOOLS_LIST, ChangeKind.RESOURCES_LIST);
    private final List<EventStream> streams = new ArrayList<>();
    private McpServer server;
    private HttpTransport http;
    private Peer peer;

    ListenTest(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void open() throws Exception {
        server = new FixtureServer().builder().changes(changes).build();
        http = HttpTransport.start(
                server,
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofMillis(20))
                        .build());
        peer = transport == Transport.HTTP ? HttpPeer.join(http, MODERN) : StdioPeer.open(server, MODERN);
    }

    @AfterEach
    void close() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
        peer.close();
        http.close();
    }

    // --- What is said

    @Test
    void listen_isAcknowledgedWithWhatIsHonoured() throws Exception {
        Told told = listen("7", ALL);
        assertThat(told.next()).isEqualTo(Peer.object("""
                {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{
                "_meta":{"io.modelcontextprotocol/subscriptionId":7},"notifications":{"toolsListChanged":true,
                "resourcesListChanged":true,"resourceSubscriptions":["test://text","test://blob"]}}}"""));
    }

    @Test
    void listen_tellsOfChangesInTheirOrderUnderTheIdAsItWasSent() throws Exception {
        for (String id : List.of("7", json("'7'"))) {
            Told told = listen(id, ALL);
            told.next();
            changes.resourceUpdated("test://blob");
            assertThat(told.next()).isEqualTo(notification("resources/updated", id, json(",'uri':'test://blob'")));
            changes.toolsListChanged();
            assertThat(told.next()).isEqualTo(notification("tools/list_changed", id, ""));
            changes.resourcesListChanged();
            assertThat(told.next()).isEqualTo(notification("resources/list_changed", id, ""));
            told.leave();
            assertThat(watchEvents(4)).contains("leave test://text", "leave test://blob");
        }
    }

    @Test
    void listen_tellsNothingThatWasNotAskedFor() throws Exception {
        Told told = listen("1", json("{'toolsListChanged':false,'resourceSubscriptions':['test://text']}"));
        assertThat(told.next().toString()).contains(json("{'resourceSubscriptions':['test://text']}"));
        changes.toolsListChanged();
        changes.resourcesListChanged();
        changes.promptsListChanged();
        changes.resourceUpdated("test://blob");
        changes.resourceUpdated("test://private");
        changes.resourceUpdated("test://text");
        assertThat(told.next()).isEqualTo(notification("resources/updated", "1", json(",'uri':'test://text'")));
    }

    @Test
    void listen_maySayThatNothingIsHonoured() throws Exception {
        Told told = listen("1", json("{'promptsListChanged':true,'taskIds':['t'],'unheardOf':{}}"));
        assertThat(told.next().object("params")).isEqualTo(Peer.object("""
                {"_meta":{"io.modelcontextprotocol/subscriptionId":1},"notifications":{}}"""));
    }

    @Test
    void listeners_areToldEachUnderItsOwnId() throws Exception {
        Told first = listen("1", json("{'toolsListChanged':true}"));
        first.next();
        Told second = listen("2", json("{'toolsListChanged':true}"));
        second.next();
        changes.toolsListChanged();
        List<JsonObject> both = List.of(first.next(), second.next());
        assertThat(both)
                .containsExactlyInAnyOrder(
                        notification("tools/list_changed", "1", ""), notification("tools/list_changed", "2", ""));
    }

    // --- Ends

    @Test
    @Timeout(20)
    void resource_isWatchedFromTheFirstListenerToTheLast() throws Exception {
        String wish = json("{'resourceSubscriptions':['test://text','test://text']}");
        Told first = listen("1", wish);
        first.next();
        Told second = listen("2", wish);
        second.next();
        assertThat(source.nextEvent()).isEqualTo("watch test://text for guest");
        first.leave();
        changes.resourceUpdated("test://text");
        assertThat(second.next().toString()).contains("resources/updated");
        assertThat(source.events).isEmpty();
        second.leave();
        assertThat(source.nextEvent()).isEqualTo("leave test://text");
        await().untilAsserted(() -> assertThat(watched()).isZero());
    }

    @Test
    void server_thatClosesEndsTheSubscriptionWithAResult() throws Exception {
        Told told = listen(json("'x'"), ALL);
        told.next();
        JsonObject result = Peer.object("""
                {"jsonrpc":"2.0","id":"x","result":{"resultType":"complete","_meta":{
                "io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"},
                "io.modelcontextprotocol/subscriptionId":"x"}}}""");
        if (peer instanceof StdioPeer stdio) {
            stdio.hangUp();
            stdio.awaitEnd();
            assertThat(told.next()).isEqualTo(result);
            assertThat(told.next())
                    .isEqualTo(Peer.object(
                            json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'x'}}")));
            assertThat(stdio.isQuiet()).isTrue();
        } else {
            http.close();
            assertThat(told.next()).isEqualTo(result);
            assertThat(streams.get(0).nextIfAny()).isNull();
        }
        assertThat(watched()).isZero();
    }

    private int watched() {
        return Objects.requireNonNull(server.eras().announcements()).watched();
    }

    // --- Refusals

    @Test
    void listen_thatIsMalformedIsAnInvalidParameter() throws Exception {
        for (String wish : List.of(
                "[]",
                json("{'toolsListChanged':1}"),
                json("{'resourceSubscriptions':'test://text'}"),
                json("{'resourceSubscriptions':[1]}"))) {
            assertThat(peer.send(LISTEN.formatted("1", wish)).code()).as(wish).isEqualTo(-32602);
        }
        String many = json("'test://a',").repeat(LegacySession.MAX_SUBSCRIPTIONS) + "\"test://a\"";
        assertThat(peer.send(LISTEN.formatted("1", json("{'resourceSubscriptions':[") + many + "]}"))
                        .code())
                .isEqualTo(-32602);
        assertThat(source.events).isEmpty();
    }

    @Test
    void listen_toAServerThatNeverChangesIsNoMethod() throws Exception {
        try (Peer other = new Cell(transport, MODERN).open(new FixtureServer().build())) {
            Peer.Answer answer = other.send(LISTEN.formatted("1", "{}"));
            assertThat(answer.code()).isEqualTo(-32601);
            assertThat(answer.status()).isEqualTo(transport == Transport.HTTP ? 404 : 0);
        }
    }

    @Test
    void capabilities_promiseWhatIsToldOf() throws Exception {
        assertThat(peer.ask("server/discover", "{}").result().object("capabilities"))
                .isEqualTo(Peer.object("""
                        {"tools":{"listChanged":true},"resources":{"listChanged":true,"subscribe":true}}"""));
    }

    // --- Listening

    private interface Told {
        JsonObject next() throws Exception;

        void leave() throws Exception;
    }

    private Told listen(String id, String wish) throws Exception {
        String request = peer.shape(LISTEN.formatted(id, wish));
        return peer instanceof StdioPeer stdio ? listen(stdio, id, request) : listen((HttpPeer) peer, request);
    }

    private static Told listen(StdioPeer stdio, String id, String request) throws Exception {
        stdio.writeLine(request);
        return new Told() {
            @Override
            public JsonObject next() throws Exception {
                return (JsonObject) stdio.receive();
            }

            @Override
            public void leave() throws Exception {
                stdio.tell(
                        json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':") + id + "}}");
            }
        };
    }

    private Told listen(HttpPeer peer, String request) throws IOException {
        EventStream stream = EventStream.post(peer, request);
        streams.add(stream);
        assertThat(stream.head()).contains("200 OK").containsIgnoringCase("content-type: text/event-stream");
        return new Told() {
            @Override
            public JsonObject next() throws Exception {
                return stream.next();
            }

            @Override
            public void leave() throws Exception {
                stream.close();
            }
        };
    }

    private List<String> watchEvents(int count) throws InterruptedException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(source.nextEvent());
        }
        return events;
    }

    private static JsonObject notification(String what, String id, String more) {
        return Peer.object("""
                {"jsonrpc":"2.0","method":"notifications/%s","params":{
                "_meta":{"io.modelcontextprotocol/subscriptionId":%s}%s}}""".formatted(what, id, more));
    }
}
