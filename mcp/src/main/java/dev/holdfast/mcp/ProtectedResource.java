package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metadata of an OAuth 2.0 protected resource (RFC 9728), served without a token if the authenticator has one.
 * Immutable.
 *
 * @param resource the canonical URI of the endpoint (RFC 8707), which is the required audience of tokens
 * @param authorizationServers issuers of acceptable tokens, at least one
 * @param initialScopes the scopes that a client without a token should ask for
 * @param supportedScopes all scopes that a client can ask for
 */
public record ProtectedResource(
        URI resource, List<URI> authorizationServers, Set<String> initialScopes, Set<String> supportedScopes) {
    /** The path at which resources publish this metadata (RFC 9728 section 3). */
    public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /**
     * Brings the resource into its canonical form: scheme and host in lower case, no slash at the end.
     *
     * @throws IllegalArgumentException if {@code resource} is not an absolute http or https URI or has a user, query or
     *     fragment, if there is no authorization server, or if a scope is malformed or {@code offline_access}, which
     *     concerns only client and issuer
     */
    public ProtectedResource {
        resource = canonical(resource);
        authorizationServers = List.copyOf(authorizationServers);
        initialScopes = Scopes.checked(initialScopes);
        supportedScopes = Scopes.checked(supportedScopes);
        if (authorizationServers.isEmpty()) {
            throw new IllegalArgumentException("A protected resource needs at least one authorization server");
        }
        if (initialScopes.contains("offline_access") || supportedScopes.contains("offline_access")) {
            throw new IllegalArgumentException("offline_access is not a scope of a resource");
        }
    }

    /** The URI of the metadata: the well-known path is inserted between host and path (RFC 9728 section 3.1). */
    public URI metadataUri() {
        return URI.create(
                resource.getScheme() + "://" + resource.getRawAuthority() + WELL_KNOWN + resource.getRawPath());
    }

    /** The metadata document (RFC 9728 section 2). */
    public JsonObject metadata() {
        return JsonObject.builder()
                .put("resource", resource.toString())
                .put(
                        "authorization_servers",
                        strings(authorizationServers.stream().map(URI::toString).toList()))
                .put("scopes_supported", strings(new TreeSet<>(supportedScopes)))
                .put("bearer_methods_supported", strings(List.of("header")))
                .build();
    }

    private static JsonArray strings(Collection<String> values) {
        return JsonArray.copyOf(values.stream().map(Json::of).toList());
    }

    private static URI canonical(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("The URI of a resource must be absolute http or https, but is " + uri);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "The URI of a resource must have no user, query or fragment, but is " + uri);
        }
        String authority = uri.getRawAuthority().toLowerCase(Locale.ROOT);
        String path = uri.getRawPath();
        return URI.create(
                scheme + "://" + authority + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }
}
