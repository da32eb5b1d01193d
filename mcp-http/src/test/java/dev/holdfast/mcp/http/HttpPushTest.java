package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that last over HTTP: many of them, slow ones, and changes that come while they are opened. */
final class HttpPushTest {
    private static final int MANY = 1_000;
    private static final String LISTEN = """
            {"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{
            "toolsListChanged":true,"resourceSubscriptions":["test://a","test://b"]}}}""".replace("\n", "");
    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    private final ServerChanges changes =
            ServerChanges.of(ChangeKind.TOOLS_LIST, ChangeKind.RESOURCES_LIST, ChangeKind.RESOURCE);
    private HttpTransport transport;
    private HttpPeer modern;
    private HttpPeer legacy;

    @BeforeEach
    void open() throws Exception {
        transport = HttpTransport.start(
                new FixtureServer().builder().changes(changes).build(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofMillis(50))
                        .build());
        modern = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
        legacy = HttpPeer.join(transport, ProtocolVersion.V2025_11_25);
    }

    @AfterEach
    void close() {
        modern.close();
        legacy.close();
        transport.close();
    }

    @Test
    void streams_byTheThousandAreAllTold() throws Exception {
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                streams.add(EventStream.post(modern, modern.shape(LISTEN)));
                assertThat(streams.get(i).next().string("method")).isEqualTo(ACKNOWLEDGED);
            }
            assertThat(modern.call("echo", "{}").status()).isEqualTo(200);
            changes.toolsListChanged();
            for (EventStream stream : streams) {
                assertThat(stream.next().string("method")).isEqualTo("notifications/tools/list_changed");
            }
        } finally {
            for (EventStream stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void client_thatDoesNotReadHoldsUpNobody() throws Exception {
        String uri = "test://a" + "a".repeat(2_000);
        String listen = modern.shape(LISTEN.replace("test://a", uri));
        try (EventStream silent = EventStream.post(modern, listen);
                EventStream reading = EventStream.post(modern, listen)) {
            assertThat(silent.head()).contains("200");
            reading.next();
            for (int i = 0; i < 8_000; i++) { // more than the sockets of the silent one can hold
                changes.resourceUpdated(uri);
                assertThat(reading.next().toString()).contains(uri);
            }
            assertThat(modern.call("echo", "{}").status()).isEqualTo(200);
            transport.close();
        }
    }

    @Test
    void acknowledgement_comesFirstWhateverHappensMeanwhile() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread busy = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                changes.resourceUpdated("test://a");
                changes.toolsListChanged();
            }
        });
        try {
            for (int i = 0; i < 50; i++) {
                try (EventStream stream = EventStream.post(modern, modern.shape(LISTEN))) {
                    assertThat(stream.next().string("method")).isEqualTo(ACKNOWLEDGED);
                    assertThat(stream.next().string("method"))
                            .startsWith("notifications/")
                            .isNotEqualTo(ACKNOWLEDGED);
                }
            }
        } finally {
            over.set(true);
            busy.join();
        }
    }

    @Test
    void changes_thatFollowEachOtherAreToldInThatOrder() throws Exception {
        try (EventStream stream = EventStream.post(modern, modern.shape(LISTEN))) {
            stream.next();
            for (int i = 0; i < 200; i++) {
                String uri = i % 2 == 0 ? "test://a" : "test://b";
                changes.resourceUpdated(uri);
                assertThat(stream.next().toString()).contains(uri);
            }
        }
    }

    @Test
    void stream_carriesNothingOfOtherRequests() throws Exception {
        String listen =
                modern.shape(LISTEN.replace(json("'params':{"), json("'params':{'_meta':{'progressToken':'p'},")));
        try (EventStream stream = EventStream.post(modern, listen)) {
            stream.next();
            modern.ask("tools/call", json("{'name':'count','_meta':{'progressToken':'p'}}"));
            changes.toolsListChanged();
            assertThat(stream.next().string("method")).isEqualTo("notifications/tools/list_changed");
        }
    }

    @Test
    void listen_toAClientThatTakesNoStreamIsRefused() throws Exception {
        String listen = modern.shape(LISTEN);
        Map<String, String> headers = new HashMap<>(modern.headers(listen));
        headers.put("Accept", "application/json");
        HttpResponse<String> response = modern.post(listen, headers);
        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(response.body()).contains("-32600").contains(json("'id':1"));
    }

    // --- The stream of a session

    @Test
    void session_hasOneStreamAtATime() throws Exception {
        try (EventStream first = EventStream.get(legacy);
                EventStream second = EventStream.get(legacy)) {
            assertThat(first.head()).contains("200").containsIgnoringCase("text/event-stream");
            assertThat(second.head()).contains("409");
            changes.toolsListChanged();
            assertThat(first.next().string("method")).isEqualTo("notifications/tools/list_changed");
        }
        EventStream again = EventStream.get(legacy);
        while (again.head().contains("409")) {
            again.close();
            again = EventStream.get(legacy);
        }
        changes.resourcesListChanged();
        assertThat(again.next().string("method")).isEqualTo("notifications/resources/list_changed");
        again.close();
    }

    @Test
    void session_isToldLaterWhatHappenedBeforeItsStream() throws Exception {
        legacy.ask("resources/subscribe", json("{'uri':'test://a'}"));
        changes.resourceUpdated("test://a");
        changes.resourceUpdated("test://a");
        changes.toolsListChanged();
        try (EventStream stream = EventStream.get(legacy)) {
            assertThat(stream.next().string("method")).isEqualTo("notifications/resources/updated");
            assertThat(stream.next().string("method")).isEqualTo("notifications/tools/list_changed");
        }
    }

    @Test
    void stream_endsWithTheServer() throws Exception {
        try (EventStream stream = EventStream.get(legacy)) {
            transport.close();
            assertThat(stream.nextIfAny()).isNull();
        }
    }

    @Test
    void get_ofAClientThatTakesNoStreamIsRefused() throws Exception {
        HttpResponse<String> response = legacy.exchange(legacy.request("/mcp")
                .GET()
                .header("Mcp-Session-Id", legacy.session())
                .header("Accept", "application/json"));
        assertThat(response.statusCode()).isEqualTo(406);
    }
}
