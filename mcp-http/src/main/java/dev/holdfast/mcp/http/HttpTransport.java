package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.McpServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Serves clients of both eras over Streamable HTTP, each request on a virtual thread. Thread-safe. */
public final class HttpTransport implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final PortListener listener;
    private final Heartbeat heartbeat;
    private final McpEndpoints endpoints;

    private HttpTransport(PortListener listener, Heartbeat heartbeat, McpEndpoints endpoints) {
        this.listener = listener;
        this.endpoints = endpoints;
        this.heartbeat = heartbeat;
    }

    /**
     * Binds and serves until closed.
     *
     * @throws IllegalStateException if the address cannot be bound
     * @throws IllegalArgumentException if other machines can reach the address and no authenticator is configured
     */
    public static HttpTransport start(McpServer server, HttpConfig config) {
        return start(server, config, ServerSocketChannel::accept);
    }

    /** @param door accepts connections; tests let it fail */
    static HttpTransport start(McpServer server, HttpConfig config, PortListener.Door door) {
        requireAuthenticatorBeyondLoopback(config);
        int maxBodyBytes = config.maxBodyBytes() > 0
                ? config.maxBodyBytes()
                : server.limits().maxMessageBytes();
        Heartbeat heartbeat = new Heartbeat(config.heartbeat(), config.clock());
        McpEndpoints endpoints = McpEndpoints.of(server, config, maxBodyBytes, heartbeat);
        HttpProtocol protocol = new HttpProtocol(routing(config, endpoints), maxBodyBytes);
        PortListener listener;
        try {
            InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
            listener = PortListener.open(address, door, protocol, config.connections());
        } catch (IOException e) {
            endpoints.close();
            heartbeat.close();
            protocol.close();
            throw new IllegalStateException(
                    "Cannot listen on " + config.host() + ":" + config.port() + "; is the port taken?", e);
        }
        endpoints.bound(listener.number());
        return new HttpTransport(listener, heartbeat, endpoints);
    }

    private static void requireAuthenticatorBeyondLoopback(HttpConfig config) {
        if (config.authenticator() == null && !isLoopback(config)) {
            throw new IllegalArgumentException(
                    config.host() + " can be reached from other machines, so it needs an authenticator");
        }
    }

    private static boolean isLoopback(HttpConfig config) {
        try {
            return HttpConfig.isLoopback(config.host());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(config.host() + " is not an address of this machine", e);
        }
    }

    private static HttpRouting.Builder routing(HttpConfig config, McpEndpoints endpoints) {
        HttpRouting.Builder routing = HttpRouting.builder().addFilter(new HangUp());
        endpoints.byPath().forEach((path, endpoint) -> routing.any(path, endpoint::handle));
        McpEndpoint first = endpoints.at(config.path());
        pages(config)
                .forEach((path, page) ->
                        routing.any(path, (request, response) -> first.handlePage(page, request, response)));
        return routing;
    }

    private static Map<String, HttpPage> pages(HttpConfig config) {
        Map<String, HttpPage> pages = new HashMap<>();
        Authenticator authenticator = config.authenticator();
        if (authenticator != null) {
            authenticator
                    .resource()
                    .ifPresent(resource -> pages.putAll(ResourceMetadata.pages(resource, config.path())));
        }
        pages.putAll(config.pages());
        return pages;
    }

    /** The port that was bound. */
    public int port() {
        return listener.number();
    }

    /** How many connections are open. */
    int connections() {
        return listener.connections();
    }

    /** Whether no request is being answered and no stream is open. */
    boolean isIdle() {
        return endpoints.isIdle();
    }

    /**
     * Ends streams with a final message, stops listening, and interrupts requests that still run after a grace period.
     */
    @Override
    public void close() {
        try {
            endpoints.endStreams(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endpoints.close();
        listener.close();
        heartbeat.close();
    }

    @Override
    public String toString() {
        return "HttpTransport[port " + port() + "]";
    }
}
