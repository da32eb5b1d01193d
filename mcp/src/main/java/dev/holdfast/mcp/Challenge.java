package dev.holdfast.mcp;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of {@code WWW-Authenticate} headers: RFC 6750 section 3, with the {@code resource_metadata} of RFC 9728
 * section 5.1.
 */
final class Challenge {
    private Challenge() {}

    static String unauthenticated(Optional<ProtectedResource> resource, boolean presented) {
        StringBuilder text = new StringBuilder("Bearer");
        if (presented) {
            add(text, "error", "invalid_token");
        }
        resource.ifPresent(known -> {
            add(text, "resource_metadata", known.metadataUri().toString());
            if (!known.initialScopes().isEmpty()) {
                add(text, "scope", joined(known.initialScopes()));
            }
        });
        return text.toString();
    }

    /** All scopes are in one challenge, so that the client asks its user once. */
    static String insufficientScope(Optional<ProtectedResource> resource, Set<String> needed) {
        StringBuilder text = new StringBuilder("Bearer");
        add(text, "error", "insufficient_scope");
        add(text, "scope", joined(needed));
        resource.ifPresent(
                known -> add(text, "resource_metadata", known.metadataUri().toString()));
        add(text, "error_description", "This request needs a token of more scope");
        return text.toString();
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append(text.indexOf("=") < 0 ? " " : ", ")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"');
    }

    private static String joined(Collection<String> scopes) {
        return String.join(" ", new TreeSet<>(scopes));
    }
}
