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
 * What an OAuth 2.0 protected resource publishes of itself (RFC 9728), served without a token wherever an authenticator
 * has one. Immutable.
 *
 * @param resource the canonical URI of the endpoint (RFC 8707): what the audience of tokens must be
 * @param authorizationServers issuers of acceptable tokens, at least one
 * @param initialScopes what a client without a token is told to ask for
 * @param supportedScopes all scopes worth asking for
 */
public record ProtectedResource(
        URI resource, List<URI> authorizationServers, Set<String> initialScopes, Set<String> supportedScopes) {
    /** The path at which resources publish this of themselves (RFC 9728 section 3). */
    public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /**
     * Brings the resource into its canonical form: scheme and host in lower case, no slash at the end.
     *
     * @throws IllegalArgumentException if it is no absolute http or https URI or has a query or fragment, if there is
     *     no authorization server, or if a scope is malformed or {@code offline_access}, which is between client and
     *     issuer
     */
    public ProtectedResource {
        resource = canonical(resource);
        authorizationServers = List.copyOf(authorizationServers);
        initialScopes = Scopes.checked(initialScopes);
        supportedScopes = Scopes.checked(supportedScopes);
        if (authorizationServers.isEmpty()) {
            throw new IllegalArgumentException("A protected resource names at least one authorization server");
        }
        if (initialScopes.contains("offline_access") || supportedScopes.contains("offline_access")) {
            throw new IllegalArgumentException("offline_access is no scope of a resource");
        }
    }

    /**
     * Where the metadata of this resource is found: its well-known path goes between host and path (RFC 9728 section
     * 3.1).
     */
    public URI metadataUri() {
        return URI.create(
                resource.getScheme() + "://" + resource.getRawAuthority() + WELL_KNOWN + resource.getRawPath());
    }

    /** What is published there (RFC 9728 section 2). */
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
            throw new IllegalArgumentException("A resource is named by an absolute http or https URI, unlike " + uri);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("A resource is named without user, query and fragment, unlike " + uri);
        }
        String authority = uri.getRawAuthority().toLowerCase(Locale.ROOT);
        String path = uri.getRawPath();
        return URI.create(
                scheme + "://" + authority + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }
}
