package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.SessionStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an {@link HttpTransport}. Immutable.
 *
 * @param host the address to bind; an address that other machines can reach needs an authenticator
 * @param port the port to bind; 0 for any free port
 * @param path the path of the protocol's endpoint
 * @param maxBodyBytes the longest request body; 0 for the server's {@link ServerLimits#maxMessageBytes()}
 * @param allowedHosts values of {@code Host} accepted besides the loopback names and {@code host}, each with the bound
 *     port: {@code name} for any port, {@code name:port}, or {@code *} for all
 * @param allowedOrigins values of {@code Origin} accepted besides the loopback ones, such as
 *     {@code https://example.com}
 * @param authenticator checks the bearer token every request must then carry; null for none
 * @param anonymous the caller of every request when no token is checked
 * @param sessions where sessions of the handshake era are kept; instances behind one address must share it
 * @param heartbeat the period of keep-alives to a client that waits for an answer. Streams and calls whose credential
 *     has expired or is no longer accepted end within this period as well
 * @param clock the clock against which the expiry of credentials is checked
 * @param connections bounds on the connections of clients
 * @param pages plain pages by path, served to GET and HEAD without a token
 * @param beside more endpoints of the protocol, each with a server and credentials of its own
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
        ConnectionLimits connections,
        Map<String, HttpPage> pages,
        List<HttpEndpoint> beside) {
    /** Takes its own copies of the collections. */
    public HttpConfig {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        pages = Map.copyOf(pages);
        beside = List.copyOf(beside);
    }

    /** What holds at another endpoint of the same listener. */
    HttpConfig at(HttpEndpoint other) {
        return new HttpConfig(
                host,
                port,
                other.path(),
                maxBodyBytes,
                allowedHosts,
                allowedOrigins,
                other.authenticator(),
                anonymous,
                other.sessions(),
                heartbeat,
                clock,
                connections,
                Map.of(),
                List.of());
    }

    /**
     * Whether an address can be reached from this machine only.
     *
     * @throws UnknownHostException if {@code host} is not an address and cannot be resolved to one
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
        private ConnectionLimits connections = ConnectionLimits.standard();
        private final Map<String, HttpPage> pages = new LinkedHashMap<>();
        private final List<HttpEndpoint> beside = new ArrayList<>();

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

        /** See {@link HttpConfig#connections()}; {@link ConnectionLimits#standard()} unless set. */
        public Builder connections(ConnectionLimits limits) {
            this.connections = limits;
            return this;
        }

        /** Adds to {@link HttpConfig#pages()}. */
        public Builder page(String at, HttpPage page) {
            pages.put(at, page);
            return this;
        }

        /** Adds to {@link HttpConfig#beside()}. */
        public Builder beside(HttpEndpoint endpoint) {
            beside.add(endpoint);
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
                    connections,
                    pages,
                    beside);
        }
    }
}
