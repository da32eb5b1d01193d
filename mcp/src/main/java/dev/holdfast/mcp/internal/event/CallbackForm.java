package dev.holdfast.mcp.internal.event;

import dev.holdfast.mcp.EventRefusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** The form of the address of a receiver. Which machine it is, is looked at whenever it is sent something. */
final class CallbackForm {
    private static final int LONGEST = 2_048;
    private static final int HIGHEST_PORT = 65_535;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private CallbackForm() {}

    /** @throws EventRefusal unless it is {@code https}, or {@code http} of this machine where that is allowed */
    static void check(String url, boolean loopback) {
        URI uri = parsed(url);
        String scheme = uri.getScheme();
        String host = uri.getHost();
        boolean plain = loopback && "http".equalsIgnoreCase(scheme) && host != null && LOOPBACK.contains(host);
        if (!plain && !"https".equalsIgnoreCase(scheme)) {
            throw EventRefusal.invalid("delivery.url must begin with https://");
        }
        if (host == null || uri.getPort() > HIGHEST_PORT || uri.getPort() == 0) {
            throw EventRefusal.invalid("delivery.url must have the name or address of a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw EventRefusal.invalid("delivery.url must have neither a user nor a fragment");
        }
    }

    private static URI parsed(String url) {
        if (url.length() > LONGEST || !url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw EventRefusal.invalid("delivery.url must be at most " + LONGEST + " characters of ASCII");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw EventRefusal.invalid("delivery.url must be a URL");
        }
    }
}
