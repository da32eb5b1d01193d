package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.fixture.FixtureEvents;
import dev.holdfast.mcp.fixture.FixtureServer;
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

/** The extension for events over both transports: list, poll and stream. */
@ParameterizedClass
@EnumSource
@Timeout(60)
final class EventsTest {
    private static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;
    private static final String ID = "io.modelcontextprotocol/subscriptionId";
    private static final int MOST_STREAMS = 3;

    private final Transport transport;
    private final FixtureEvents events = new FixtureEvents();
    private final List<EventStream> streams = new ArrayList<>();
    private HttpTransport http;
    private Peer peer;

    EventsTest(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void open() throws Exception {
        McpServer server = server(EventPolicy.standard(events));
        http = start(server);
        peer = join(server, http);
    }

    private void reopen(EventPolicy policy) throws Exception {
        close();
        McpServer server = server(policy);
        http = start(server);
        peer = join(server, http);
    }

    private static McpServer server(EventPolicy policy) {
        return new FixtureServer()
                .builder()
                .events(policy)
                .limits(ServerLimits.DEFAULT.withMaxStreams(MOST_STREAMS).withMaxConcurrentCalls(2))
                .build();
    }

    private static HttpTransport start(McpServer server) {
        return HttpTransport.start(
                server,
                HttpConfig.builder(Caller.authenticated("guest"))
                        .heartbeat(Duration.ofMillis(20))
                        .build());
    }

    private Peer join(McpServer server, HttpTransport started) throws Exception {
        return transport == Transport.HTTP ? HttpPeer.join(started, MODERN) : StdioPeer.open(server, MODERN);
    }

    @AfterEach
    void close() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
        streams.clear();
        peer.close();
        http.close();
    }

    // --- Negotiation

    @Test
    void extension_isDeclaredAndNeedsNoDeclarationOfTheClient() throws Exception {
        peer.declare("{}");
        JsonObject capabilities = Objects.requireNonNull(
                peer.ask("server/discover", "{}").result().object("capabilities"));
        assertThat(capabilities.get("extensions")).isEqualTo(value("{'io.modelcontextprotocol/events':{}}"));
        assertThat(capabilities.get("events")).isEqualTo(JsonObject.EMPTY);
        assertThat(poll("{'name':'test.happened'}").string("resultType")).isEqualTo("complete");
    }

    @Test
    void prototypeCapability_canBeLeftOut() throws Exception {
        reopen(EventPolicy.standard(events).withoutPrototypeCapability());
        assertThat(peer.ask("server/discover", "{}").result().toString()).doesNotContain("\"events\":");
    }

    @Test
    void methods_areUnknownWhereThereAreNoEvents() throws Exception {
        try (Peer other = new Cell(transport, MODERN).open(new FixtureServer().build())) {
            for (String method : List.of("events/list", "events/poll", "events/stream", "events/subscribe")) {
                Peer.Answer answer = other.ask(method, json("{'name':'test.happened'}"));
                assertThat(answer.code()).as(method).isEqualTo(-32601);
                assertThat(answer.status()).isEqualTo(transport == Transport.HTTP ? 404 : 0);
            }
        }
        assertThat(peer.ask("events/subscribe", "{}").code()).isEqualTo(-32601);
        assertThat(peer.ask("events/unsubscribe", "{}").code()).isEqualTo(-32601);
    }

    @Test
    void handshakeEra_hasNoEvents() throws Exception {
        McpServer server = new FixtureServer()
                .builder()
                .events(EventPolicy.standard(events))
                .build();
        try (Peer legacy = new Cell(transport, ProtocolVersion.V2025_11_25).open(server)) {
            assertThat(legacy.ask("events/list", "{}").code()).isEqualTo(-32601);
            assertThat(legacy.sendRaw(Peer.initialize(ProtocolVersion.V2025_11_25))
                            .toString())
                    .doesNotContain("events");
        }
    }

    // --- List

    @Test
    void types_areListedWithSchemasAndModes() throws Exception {
        JsonObject result = peer.ask("events/list", "{}").result();
        JsonArray types = Objects.requireNonNull(result.array("events"));
        assertThat(types.get(0)).isEqualTo(value("""
            {'name':'test.happened','description':'Something happened','delivery':['poll','push'],
            'inputSchema':{'type':'object'},'payloadSchema':{'type':'object'}}\
            """.replace("\n", "")));
        assertThat(types.size()).isEqualTo(2);
        assertThat(result.has("nextCursor")).isFalse();
        assertThat(result.string("resultType")).isEqualTo("complete");
        assertThat(peer.ask("events/list", json("{'cursor':'x'}")).code()).isEqualTo(-32602);
    }

    // --- Poll

    @Test
    void poll_withoutACursorReplaysNothing() throws Exception {
        events.happen();
        for (String params : List.of(
                "{'name':'test.happened'}",
                "{'name':'test.happened','cursor':null,'maxAgeMs':1000}",
                "{'name':'test.happened','arguments':null,'maxEvents':null}")) {
            assertThat(poll(params).without("_meta")).isEqualTo(value("""
                {'events':[],'cursor':'1','truncated':false,'hasMore':false,'nextPollMs':5000,
                'resultType':'complete'}\
                """.replace("\n", "")));
        }
    }

    @Test
    void poll_goesOnAtItsCursorAndSaysWhetherThereIsMore() throws Exception {
        for (int i = 0; i < 3; i++) {
            events.happen();
        }
        assertThat(poll("{'name':'test.happened','cursor':'0','maxEvents':2}").without("_meta"))
                .isEqualTo(value("""
                    {'events':[
                    {'eventId':'e1','name':'test.happened','timestamp':'2026-11-01T00:00:00.001Z','data':{'number':1}},
                    {'eventId':'e2','name':'test.happened','timestamp':'2026-11-01T00:00:00.002Z','data':{'number':2}}],
                    'cursor':'2','truncated':false,'hasMore':true,'nextPollMs':1000,'resultType':'complete'}\
                    """.replace("\n", "")));
        JsonObject rest = poll("{'name':'test.happened','cursor':'2'}");
        assertThat(rest.toString()).contains("e3").contains(json("'hasMore':false"));
        assertThat(poll("{'name':'test.happened','cursor':'3'}").get("cursor")).isEqualTo(Json.of("3"));
        assertThat(events.readers()).isZero();
    }

    @Test
    void gap_isNoErrorOfAPoll() throws Exception {
        for (int i = 0; i < 3; i++) {
            events.happen();
        }
        events.forget(2);
        assertThat(poll("{'name':'test.happened','cursor':'0'}").without("_meta"))
                .isEqualTo(value("""
                    {'events':[],'cursor':'2','truncated':true,'hasMore':true,'nextPollMs':1000,
                    'resultType':'complete'}\
                    """.replace("\n", "")));
    }

    // --- Refusals

    @Test
    void refusals_haveTheirKindsOverPollAndStream() throws Exception {
        for (String method : List.of("events/poll", "events/stream")) {
            refused(method, "{}", -32602);
            refused(method, "{'name':1}", -32602);
            refused(method, "{'name':'test.unheard'}", -32023);
            refused(method, "{'name':'test.happened','arguments':1}", -32602);
            refused(method, "{'name':'test.happened','arguments':{'bad':true}}", -32602);
            refused(method, "{'name':'test.happened','arguments':{'private':true}}", -32024);
            refused(method, "{'name':'test.happened','cursor':1}", -32602);
            refused(method, "{'name':'test.happened','cursor':'0','maxAgeMs':-1}", -32602);
            refused(method, "{'name':'test.happened','cursor':'0','maxAgeMs':0.5}", -32602);
        }
        refused("events/poll", "{'name':'test.happened','maxEvents':0}", -32602);
        assertThat(refused("events/poll", "{'name':'test.unheard'}", -32023).get("data"))
                .isEqualTo(value("{'kind':'event'}"));
        assertThat(events.readers()).isZero();
    }

    @Test
    void errors_mayHaveTheNumbersOfTheSketch() throws Exception {
        reopen(EventPolicy.standard(events).withSketchErrors());
        refused("events/poll", "{'name':'test.unheard'}", -32011);
        refused("events/poll", "{'name':'test.happened','arguments':{'private':true}}", -32012);
    }

    // --- Stream

    @Test
    void stream_beginsWithItsPositionAndTellsBacklogThenLife() throws Exception {
        events.happen();
        for (String id : List.of("7", json("'7'"))) {
            Told told = stream(id, "{'name':'test.happened','cursor':'0'}");
            assertThat(told.next()).isEqualTo(notification("active", id, "'cursor':'0','truncated':false"));
            assertThat(told.next()).isEqualTo(notification("event", id, """
                'eventId':'e1','name':'test.happened','timestamp':'2026-11-01T00:00:00.001Z',
                'data':{'number':1},'cursor':'1'\
                """.replace("\n", "")));
            told.leave();
        }
        Told live = stream("8", "{'name':'test.happened'}");
        assertThat(live.next()).isEqualTo(notification("active", "8", "'cursor':'1','truncated':false"));
        events.happen();
        assertThat(live.next().toString()).contains("e2");
        live.leave();
        await().untilAsserted(() -> assertThat(events.readers()).isZero());
    }

    @Test
    void gap_isToldByAnotherActive() throws Exception {
        for (int i = 0; i < 3; i++) {
            events.happen();
        }
        events.forget(2);
        Told told = stream("1", "{'name':'test.happened','cursor':'0'}");
        assertThat(told.next()).isEqualTo(notification("active", "1", "'cursor':'2','truncated':true"));
        assertThat(told.next().toString()).contains("e3");
        events.forget(5);
        assertThat(told.next()).isEqualTo(notification("active", "1", "'cursor':'5','truncated':true"));
    }

    @Test
    void heartbeats_comeWhetherThereAreEventsOrNot_andAreTheOnlySignOfLife() throws Exception {
        reopen(EventPolicy.standard(events).withHeartbeat(Duration.ofMillis(60)));
        Told told = stream("1", "{'name':'test.happened'}");
        assertThat(told.next().string("method")).isEqualTo("notifications/events/active");
        assertThat(told.next()).isEqualTo(notification("heartbeat", "1", "'cursor':'0'"));
        events.happen();
        List<JsonObject> next = new ArrayList<>();
        while (!next.contains(notification("heartbeat", "1", "'cursor':'1'"))) {
            next.add(told.next());
        }
        assertThat(next).hasSizeLessThan(100);
        assertThat(told.comments()).isZero();
    }

    @Test
    void failure_thatPassesIsToldOnceAndEndsNothing() throws Exception {
        Told told = stream("1", "{'name':'test.happened'}");
        told.next();
        events.fail(2);
        JsonObject error = told.next();
        assertThat(error.string("method")).isEqualTo("notifications/events/error");
        assertThat(error.toString()).contains("-32603").doesNotContain("secret");
        events.happen();
        assertThat(told.next().string("method")).isEqualTo("notifications/events/event");
    }

    @Test
    void subscription_thatEndsIsTerminatedAndAnswered() throws Exception {
        Told told = stream("1", "{'name':'test.happened'}");
        told.next();
        events.end(EventRefusal.forbidden("access revoked"));
        assertThat(told.next())
                .isEqualTo(notification(
                        "terminated",
                        "1",
                        "'error':{'code':-32024,'message':'Forbidden','data':{'reason':'access revoked'}}"));
        JsonObject answer = told.next();
        assertThat(answer.get("id")).isEqualTo(Json.of(1));
        assertThat(Objects.requireNonNull(answer.object("result")).string("resultType"))
                .isEqualTo("complete");
        await().untilAsserted(() -> assertThat(events.readers()).isZero());
    }

    @Test
    void server_thatClosesAnswersTheStream() throws Exception {
        Told told = stream("1", "{'name':'test.happened'}");
        told.next();
        if (peer instanceof StdioPeer stdio) {
            stdio.hangUp();
        } else {
            http.close();
        }
        assertThat(Objects.requireNonNull(told.next().object("result")).get("_meta"))
                .isEqualTo(value(
                        "{'io.modelcontextprotocol/serverInfo':{'name':'fixture','version':'1.0'},'" + ID + "':1}"));
        await().untilAsserted(() -> assertThat(events.readers()).isZero());
    }

    @Test
    void streams_areBoundedByThemselvesAndTakeNoPlaceOfACall() throws Exception {
        for (int id = 0; id < MOST_STREAMS; id++) {
            stream(String.valueOf(id), "{'name':'test.happened'}").next();
        }
        Peer.Answer refused = peer.ask("events/stream", json("{'name':'test.happened'}"));
        assertThat(refused.code()).isEqualTo(-32025);
        assertThat(refused.error().toString()).contains(json("'limit':'subscriptions'"));
        assertThat(peer.call("echo", "{}").message().has("result")).isTrue();
    }

    // --- Helpers

    private static Json value(String text) {
        return Json.parse(json(text));
    }

    private JsonObject poll(String params) throws Exception {
        return peer.ask("events/poll", json(params)).result();
    }

    private JsonObject refused(String method, String params, int code) throws Exception {
        Peer.Answer answer = peer.ask(method, json(params));
        assertThat(answer.code()).as(method + params).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(transport == Transport.HTTP ? 200 : 0);
        assertThat(answer.before()).isEmpty();
        return answer.error();
    }

    private static JsonObject notification(String kind, String id, String params) {
        return (JsonObject) value("{'jsonrpc':'2.0','method':'notifications/events/" + kind + "','params':{" + params
                + ",'_meta':{'" + ID + "':" + id + "}}}");
    }

    private interface Told {
        JsonObject next() throws Exception;

        void leave() throws Exception;

        int comments();
    }

    private Told stream(String id, String params) throws Exception {
        String request = peer.shape(json("{'jsonrpc':'2.0','id':%s,'method':'events/stream','params':%s}")
                .formatted(id, json(params)));
        return peer instanceof StdioPeer stdio ? stream(stdio, id, request) : stream((HttpPeer) peer, request);
    }

    private static Told stream(StdioPeer stdio, String id, String request) throws Exception {
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

            @Override
            public int comments() {
                return 0;
            }
        };
    }

    private Told stream(HttpPeer http, String request) throws IOException {
        EventStream stream = EventStream.post(http, request);
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

            @Override
            public int comments() {
                return stream.comments();
            }
        };
    }
}
