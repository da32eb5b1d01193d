package dev.holdfast.server;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Addresses of the resources of a state: {@code state://st_…}, {@code state://st_…/keys/{key}},
 * {@code state://st_…/history}, {@code state://st_…/diagram} and {@code state://st_…/context}. Parsed by prefix, since
 * a handle is not a valid host for {@link java.net.URI}.
 */
sealed interface StateUri {
    String PREFIX = "state://";

    /** The pattern of all documents (RFC 6570). */
    String DOCUMENTS = "state://{handle}";

    /** The pattern of all keys. */
    String KEYS = "state://{handle}/keys/{key}";

    /** The pattern of all histories. */
    String HISTORIES = "state://{handle}/history";

    /** The pattern of all diagrams. */
    String DIAGRAMS = "state://{handle}/diagram";

    /** The pattern of all contexts. */
    String CONTEXTS = "state://{handle}/context";

    /** The whole document. */
    record Document(String handle) implements StateUri {}

    /** The value of one key. */
    record Key(String handle, String key) implements StateUri {}

    /** The latest events. */
    record Events(String handle) implements StateUri {}

    /** The machine, drawn. */
    record Diagram(String handle) implements StateUri {}

    /** What one who goes on with it needs beside the document. */
    record Context(String handle) implements StateUri {}

    String handle();

    /** Parses an address; empty if it is none of these. Names are not accepted. */
    static Optional<StateUri> parse(String uri) {
        if (!uri.startsWith(PREFIX + "st_")) {
            return Optional.empty();
        }
        String path = uri.substring(PREFIX.length());
        int slash = path.indexOf('/');
        if (slash < 0) {
            return Optional.of(new Document(path));
        }
        return parse(path.substring(0, slash), path.substring(slash + 1));
    }

    static String ofDocument(String handle) {
        return PREFIX + handle;
    }

    static String ofEvents(String handle) {
        return PREFIX + handle + "/history";
    }

    static String ofContext(String handle) {
        return PREFIX + handle + "/context";
    }

    private static Optional<StateUri> parse(String handle, String rest) {
        if (rest.equals("history")) {
            return Optional.of(new Events(handle));
        } else if (rest.equals("diagram")) {
            return Optional.of(new Diagram(handle));
        } else if (rest.equals("context")) {
            return Optional.of(new Context(handle));
        }
        String prefix = "keys/";
        if (!rest.startsWith(prefix) || rest.length() == prefix.length()) {
            return Optional.empty();
        }
        return decode(rest.substring(prefix.length())).map(key -> new Key(handle, key));
    }

    /** RFC 3986 percent-encoding, in which a plus sign stands for itself. */
    private static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address of a key. */
    static String ofKey(String handle, String key) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
        return PREFIX + handle + "/keys/" + encoded;
    }
}
