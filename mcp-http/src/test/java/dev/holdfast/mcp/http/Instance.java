package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.fixture.AskingServer;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.FixtureSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One of several servers that share their sessions and nothing else. With a token, it is the subject; what follows a
 * colon, its expiry.
 */
final class Instance implements AutoCloseable {
    /** What instances behind one address share. */
    static final class Common {
        final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-08-01T00:00:00Z"));
        final InstantSource clock = now::get;
        final SessionStore store = SessionStore.inMemory(1_000, Duration.ofHours(1), clock);

        void pass(Duration time) {
            now.updateAndGet(instant -> instant.plus(time));
        }
    }

    final FixtureServer fixture = new FixtureServer();
    final FixtureSource source = new FixtureSource();
    final ServerChanges changes = ServerChanges.of(source, ChangeKind.TOOLS_LIST);
    final DistantSessions sessions;
    final HttpTransport transport;

    private Instance(Common common, HttpConfig.Builder config, boolean asking) {
        this.sessions = new DistantSessions(common.store);
        McpServer.Builder server = asking ? AskingServer.builder() : fixture.builder();
        this.transport = HttpTransport.start(
                server.changes(changes).logging().build(),
                config.sessions(sessions)
                        .clock(common.clock)
                        .heartbeat(Duration.ofMillis(10))
                        .build());
    }

    private static HttpConfig.Builder open() {
        return HttpConfig.builder(Caller.anonymous("guest"));
    }

    /** Serves {@link FixtureServer} without authentication. */
    static Instance of(Common common) {
        return new Instance(common, open(), false);
    }

    /** Serves {@link AskingServer} without authentication. */
    static Instance asking(Common common) {
        return new Instance(common, open(), true);
    }

    /** Takes tokens {@code subject} or {@code subject:expiry}. */
    static Instance guarded(Common common) {
        return new Instance(common, open().authenticator(token -> Optional.of(caller(token))), false);
    }

    private static Caller caller(String token) {
        int colon = token.indexOf(':');
        return colon < 0
                ? Caller.authenticated(token)
                : Caller.authenticated(token.substring(0, colon)).until(Instant.parse(token.substring(colon + 1)));
    }

    @Override
    public void close() {
        transport.close();
    }
}
