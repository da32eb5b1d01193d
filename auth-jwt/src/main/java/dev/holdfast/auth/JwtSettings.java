package dev.holdfast.auth;

import dev.holdfast.mcp.ProtectedResource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whose access tokens are accepted. Immutable.
 *
 * @param issuer what the {@code iss} of a token must equal exactly; also the authorization server clients are sent to
 * @param resource this server's published metadata; the {@code aud} of a token must contain its canonical URI (RFC
 *     8707)
 * @param keys where the issuer publishes its keys, a JWK set (RFC 7517)
 * @param leeway how far the issuer's clock may be off
 * @param keysMaxAge how long keys may be used without fetching them again
 * @param keysMinInterval a period in which they are fetched at most twice, however many tokens name an unknown key
 */
public record JwtSettings(
        String issuer,
        ProtectedResource resource,
        URI keys,
        Duration leeway,
        Duration keysMaxAge,
        Duration keysMinInterval) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final Duration KEYS_MAX_AGE = Duration.ofMinutes(10);
    private static final Duration KEYS_MIN_INTERVAL = Duration.ofSeconds(30);

    /**
     * Checks the URIs.
     *
     * @throws IllegalArgumentException if one of them is not https, unless its host is loopback, or if the issuer has a
     *     query or fragment (RFC 8414 section 2)
     */
    public JwtSettings {
        URI issuerUri = secure("issuer", URI.create(issuer));
        secure("audience", resource.resource());
        secure("JWK set", keys);
        if (issuerUri.getRawQuery() != null || issuerUri.getRawFragment() != null) {
            throw new IllegalArgumentException("The issuer must have no query and no fragment: " + issuer);
        }
    }

    /**
     * Default times: 30 seconds of leeway, keys cached for 10 minutes and fetched at most twice in 30 seconds.
     *
     * @param audience the canonical URI of this server's endpoint
     * @param initialScopes the scopes a client without a token is told to request
     * @param supportedScopes all scopes that a client may request
     * @throws IllegalArgumentException if a URI or scope is malformed, or a URI insecure
     */
    public static JwtSettings of(
            String issuer, URI audience, URI keys, Set<String> initialScopes, Set<String> supportedScopes) {
        ProtectedResource resource =
                new ProtectedResource(audience, List.of(URI.create(issuer)), initialScopes, supportedScopes);
        return new JwtSettings(issuer, resource, keys, LEEWAY, KEYS_MAX_AGE, KEYS_MIN_INTERVAL);
    }

    private static URI secure(String what, URI uri) {
        boolean https = "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        boolean loopback = "http".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && LOOPBACK.matcher(uri.getHost()).matches();
        if (!https && !loopback) {
            throw new IllegalArgumentException("The " + what + " must be an https URI: " + uri);
        }
        return uri;
    }
}
