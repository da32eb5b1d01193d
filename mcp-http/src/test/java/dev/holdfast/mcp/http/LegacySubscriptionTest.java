package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.holdfast.mcp.internal.flight.Announcements;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscriptions and unsolicited messages of the handshake era: specification 2025-11-25, resources and transports. */
@ParameterizedClass
@EnumSource
final class LegacySubscriptionTest {
    private static final ProtocolVersion VERSION = ProtocolVersion.V2025_11_25;
    private static final String UPDATED =
            json("{'jsonrpc':'2.0','method':'notifications/resources/updated','params':{'uri':'test://text'}}");
    private static final String TOOLS = json("{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}");

    private final Transport transport;
    private final FixtureSource source = new FixtureSource();
    private final ServerChanges changes = ServerChanges.of(source, ChangeKind.TOOLS_LIST, ChangeKind.RESOURCES_LIST);
    private HttpTransport http;
    private Peer peer;
    private @Nullable EventStream stream;

    LegacySubscriptionTest(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void open() throws Exception {
        McpServer server = new FixtureServer().builder().changes(changes).build();
        http = HttpTransport.start(
                server,
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofMillis(20))
                        .build());
        if (transport == Transport.HTTP) {
            HttpPeer joined = HttpPeer.join(http, VERSION);
            peer = joined;
            stream = EventStream.get(joined);
        } else {
            peer = StdioPeer.open(server, VERSION);
        }
    }

    @AfterEach
    void close() throws Exception {
        if (stream != null) {
            stream.close();
        }
        peer.close();
        http.close();
    }

    @Test
    void subscriber_isToldUntilItUnsubscribes() throws Exception {
        assertThat(subscribe("test://text")).isEqualTo(JsonObject.EMPTY);
        assertThat(source.nextEvent()).isEqualTo("watch test://text for guest");
        changes.resourceUpdated("test://text");
        assertThat(next()).isEqualTo(Peer.object(UPDATED));
        assertThat(peer.ask("resources/unsubscribe", json("{'uri':'test://text'}"))
                        .result())
                .isEqualTo(JsonObject.EMPTY);
        assertThat(source.nextEvent()).isEqualTo("leave test://text");
        changes.resourceUpdated("test://text");
        changes.toolsListChanged();
        assertThat(next()).isEqualTo(Peer.object(TOOLS));
    }

    @Test
    void session_isToldOfListsUnasked() throws Exception {
        changes.toolsListChanged();
        assertThat(next()).isEqualTo(Peer.object(TOOLS));
        changes.resourcesListChanged();
        assertThat(next())
                .isEqualTo(Peer.object(json("{'jsonrpc':'2.0','method':'notifications/resources/list_changed'}")));
    }

    @Test
    void resource_thatMayNotBeReadIsNotFound() throws Exception {
        assertThat(peer.ask("resources/subscribe", json("{'uri':'test://private'}"))
                        .code())
                .isEqualTo(-32002);
        assertThat(peer.ask(
                                "resources/subscribe",
                                json("{'uri':'") + "u".repeat(Announcements.MAX_URI_LENGTH + 1) + json("'}"))
                        .code())
                .isEqualTo(-32002);
        assertThat(peer.ask("resources/subscribe", "{}").code()).isEqualTo(-32602);
        assertThat(peer.ask("resources/unsubscribe", json("{'uri':'test://never'}"))
                        .result())
                .isEqualTo(JsonObject.EMPTY);
        assertThat(source.events).isEmpty();
    }

    @Test
    void session_subscribesToSoManyResourcesOnly() throws Exception {
        for (int i = 0; i < LegacySession.MAX_SUBSCRIPTIONS; i++) {
            subscribe("test://" + i);
        }
        assertThat(peer.ask("resources/subscribe", json("{'uri':'test://more'}"))
                        .code())
                .isEqualTo(-32602);
        assertThat(subscribe("test://0")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void session_thatEndsLeavesItsResources() throws Exception {
        subscribe("test://text");
        source.nextEvent();
        if (peer instanceof StdioPeer stdio) {
            stdio.hangUp();
            stdio.awaitEnd();
        } else {
            HttpPeer ending = (HttpPeer) peer;
            ending.exchange(ending.request("/mcp").DELETE().header("Mcp-Session-Id", ending.session()));
        }
        assertThat(source.nextEvent()).isEqualTo("leave test://text");
        if (stream != null) {
            assertThat(stream.nextIfAny()).isNull();
        }
    }

    private JsonObject subscribe(String uri) throws Exception {
        return peer.ask("resources/subscribe", json("{'uri':'") + uri + json("'}"))
                .result();
    }

    private JsonObject next() throws Exception {
        return stream != null ? stream.next() : (JsonObject) ((StdioPeer) peer).receive();
    }
}
