package dev.holdfast.mcp;

import java.util.Set;
import java.util.regex.Pattern;

/** Checks the form of scopes. */
final class Scopes {
    /** RFC 6749 section 3.3: no space, quote or backslash, so that it needs no escaping in a header. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    private Scopes() {}

    static boolean isScope(String text) {
        return TOKEN.matcher(text).matches();
    }

    static Set<String> checked(Set<String> scopes) {
        for (String scope : scopes) {
            if (!isScope(scope)) {
                throw new IllegalArgumentException(
                        "A scope consists of visible ASCII characters without quote and backslash, but this is "
                                + scope);
            }
        }
        return Set.copyOf(scopes);
    }
}
