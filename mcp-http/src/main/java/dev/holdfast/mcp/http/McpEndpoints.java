package dev.holdfast.mcp.http;

import dev.holdfast.mcp.McpServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** All endpoints of one listener, by their paths. Each path is one endpoint's. */
record McpEndpoints(Map<String, McpEndpoint> byPath) {
    static McpEndpoints of(McpServer server, HttpConfig config, int maxBodyBytes, Heartbeat heartbeat) {
        Map<String, McpEndpoint> endpoints = new LinkedHashMap<>();
        endpoints.put(config.path(), new McpEndpoint(server.eras(), config, maxBodyBytes, heartbeat));
        for (HttpEndpoint other : config.beside()) {
            HttpConfig own = config.at(other);
            McpEndpoint endpoint = new McpEndpoint(other.server().eras(), own, maxBodyBytes, heartbeat);
            if (endpoints.putIfAbsent(other.path(), endpoint) != null) {
                throw new IllegalArgumentException("two endpoints have the path " + other.path());
            }
        }
        return new McpEndpoints(endpoints);
    }

    McpEndpoint at(String path) {
        return Objects.requireNonNull(byPath.get(path));
    }

    void bound(int port) {
        byPath.values().forEach(endpoint -> endpoint.bound(port));
    }

    boolean isIdle() {
        return byPath.values().stream().allMatch(McpEndpoint::isIdle);
    }

    /** Ends all streams; those of each endpoint get that long to take their last message. */
    void endStreams(Duration patience) throws InterruptedException {
        for (McpEndpoint endpoint : byPath.values()) {
            endpoint.endStreams(patience);
        }
    }

    void close() {
        byPath.values().forEach(McpEndpoint::close);
    }
}
