package dev.holdfast.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of a token: {@code scope}, words in one text (RFC 8693 section 4.2), or {@code scp}, as some issuers name
 * it.
 */
final class GrantedScopes {
    private GrantedScopes() {}

    static Set<String> of(JWTClaimsSet claims) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String name : List.of("scope", "scp")) {
            add(claims.getClaim(name), scopes);
        }
        return scopes;
    }

    /** A text of several words, or a list of them. */
    private static void add(@Nullable Object claim, Set<String> scopes) {
        switch (claim) {
            case String text -> {
                for (String word : text.split(" ", -1)) {
                    if (!word.isEmpty()) {
                        scopes.add(word);
                    }
                }
            }
            case Collection<?> items -> items.forEach(item -> add(item, scopes));
            case null, default -> {}
        }
    }
}
