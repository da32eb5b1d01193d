package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Limits;
import dev.holdfast.mcp.SessionStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a server is offered over HTTP. Immutable.
 *
 * @param host the address to bind; one that other machines can reach only with an authenticator
 * @param port the port to bind; 0 for any free one
 * @param path the one path of the protocol
 * @param maxBodyBytes the longest request body; 0 for the server's {@link Limits#maxMessageBytes()}
 * @param allowedHosts values of {@code Host} accepted beside the loopback names with the bound port: {@code name} for
 *     any port, {@code name:port}, or {@code *} for all
 * @param allowedOrigins values of {@code Origin} accepted beside the loopback ones, such as {@code https://example.com}
 * @param authenticator checks the bearer token every request must then carry; null for none
 * @param anonymous who calls when no token is checked
 * @param sessions where sessions of the handshake era live; instances behind one address share them
 * @param heartbeat after how long without an answer, and how often from then on, a waiting client is sent a sign of
 *     life. The only way to notice that it has gone. Streams whose caller's credential has expired end within that time
 *     as well
 * @param clock what the expiry of credentials is judged by
 * @param pages plain pages by path, served to GET without a token
 */
public record HttpConfig(
        String host,
        int port,
        String path,
        int maxBodyBytes,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        @Nullable Authenticator authenticator,
        Caller anonymous,
        SessionStore sessions,
        Duration heartbeat,
        InstantSource clock,
        Map<String, HttpPage> pages) {
    /** Takes its own copies of the collections. */
    public HttpConfig {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        pages = Map.copyOf(pages);
    }

    /**
     * Whether an address can be reached from this machine alone.
     *
     * @throws UnknownHostException if it is none
     */
    public static boolean isLoopback(String host) throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    }

    /**
     * Loopback, any free port, {@code /mcp}, no token, sessions in memory for a day after their last use, a heartbeat
     * every 5 seconds, the system's clock.
     */
    public static Builder builder(Caller anonymous) {
        return new Builder(anonymous);
    }

    /** Collects a configuration. Not thread-safe. */
    public static final class Builder {
        private static final int SESSIONS_IN_MEMORY = 10_000;
        private static final Duration IDLE = Duration.ofDays(1);

        private final Caller anonymous;
        private String host = "127.0.0.1";
        private int port;
        private String path = "/mcp";
        private int maxBodyBytes;
        private final Set<String> allowedHosts = new LinkedHashSet<>();
        private final Set<String> allowedOrigins = new LinkedHashSet<>();
        private @Nullable Authenticator authenticator;
        private SessionStore sessions = SessionStore.inMemory(SESSIONS_IN_MEMORY, IDLE, InstantSource.system());
        private Duration heartbeat = Duration.ofSeconds(5);
        private InstantSource clock = InstantSource.system();
        private final Map<String, HttpPage> pages = new LinkedHashMap<>();

        private Builder(Caller anonymous) {
            this.anonymous = anonymous;
        }

        /** See {@link HttpConfig#host()}. */
        public Builder host(String address) {
            this.host = address;
            return this;
        }

        /** See {@link HttpConfig#port()}. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** See {@link HttpConfig#path()}. */
        public Builder path(String endpoint) {
            this.path = endpoint;
            return this;
        }

        /** See {@link HttpConfig#maxBodyBytes()}. */
        public Builder maxBodyBytes(int bytes) {
            this.maxBodyBytes = bytes;
            return this;
        }

        /** Adds to {@link HttpConfig#allowedHosts()}. */
        public Builder allowHost(String value) {
            allowedHosts.add(value);
            return this;
        }

        /** Adds to {@link HttpConfig#allowedOrigins()}. */
        public Builder allowOrigin(String value) {
            allowedOrigins.add(value);
            return this;
        }

        /** See {@link HttpConfig#authenticator()}. */
        public Builder authenticator(Authenticator check) {
            this.authenticator = check;
            return this;
        }

        /** See {@link HttpConfig#sessions()}. */
        public Builder sessions(SessionStore store) {
            this.sessions = store;
            return this;
        }

        /** See {@link HttpConfig#heartbeat()}. */
        public Builder heartbeat(Duration period) {
            this.heartbeat = period;
            return this;
        }

        /** See {@link HttpConfig#clock()}. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** Adds to {@link HttpConfig#pages()}. */
        public Builder page(String at, HttpPage page) {
            pages.put(at, page);
            return this;
        }

        /** The configuration as described so far. */
        public HttpConfig build() {
            return new HttpConfig(
                    host,
                    port,
                    path,
                    maxBodyBytes,
                    allowedHosts,
                    allowedOrigins,
                    authenticator,
                    anonymous,
                    sessions,
                    heartbeat,
                    clock,
                    pages);
        }
    }
}
