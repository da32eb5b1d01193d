package dev.holdfast.mcp.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of other sites away from a local server (DNS rebinding): a request must name this server in
 * {@code Host}, and the {@code Origin} that a browser sends must be allowed too. {@code Host} may be missing where
 * HTTP/1.0 lets it, which no browser does.
 */
final class HostGuard {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    private static final String ANY = "*";

    private final Set<String> hosts;
    private final Set<String> origins;

    HostGuard(HttpConfig config, int port) {
        this.hosts = lowerCase(config.allowedHosts());
        this.origins = lowerCase(config.allowedOrigins());
        LOOPBACK.forEach(name -> addOwn(name, port));
        addOwn(bracketed(config.host().toLowerCase(Locale.ROOT)), port);
    }

    private void addOwn(String name, int port) {
        hosts.add(name + ":" + port);
        origins.add("http://" + name + ":" + port);
        if (port == 80) {
            hosts.add(name);
            origins.add("http://" + name);
        }
    }

    /** An address of IPv6 as it is written in {@code Host}. */
    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** @param older whether the request is one of HTTP/1.0 */
    boolean admits(@Nullable String host, @Nullable String origin, boolean older) {
        boolean named = host == null ? older && origin == null : admitsHost(host);
        return named && (origin == null || admitsOrigin(origin));
    }

    private boolean admitsHost(String host) {
        if (hosts.contains(host)) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return hosts.contains(name) || hosts.contains(withoutPort(name)) || hosts.contains(ANY);
    }

    private boolean admitsOrigin(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT)) || origins.contains(ANY);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static Set<String> lowerCase(Set<String> values) {
        Set<String> lower = new HashSet<>();
        values.forEach(value -> lower.add(value.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
