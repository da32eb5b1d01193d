package dev.holdfast.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JwtSettingsTest {
    private static final String ISSUER = "https://auth.example";
    private static final String AUDIENCE = "https://mcp.example/mcp";
    private static final String KEYS = "https://auth.example/jwks";

    @Test
    void settings_refuseWhatIsNotEncrypted() {
        refuses("http://auth.example", AUDIENCE, KEYS);
        refuses(ISSUER, "http://mcp.example/mcp", KEYS);
        refuses(ISSUER, AUDIENCE, "http://auth.example/jwks");
        refuses(ISSUER, AUDIENCE, "http://127.0.0.1.evil.example/jwks");
        refuses(ISSUER, AUDIENCE, "http://localhost@evil.example/jwks");
        refuses(ISSUER, AUDIENCE, "file:///etc/passwd");
    }

    @Test
    void settings_refuseWhatIsNoIssuerOrResource() {
        refuses(ISSUER + "?a", AUDIENCE, KEYS);
        refuses(ISSUER + "#a", AUDIENCE, KEYS);
        refuses(ISSUER, AUDIENCE + "#a", KEYS);
        refuses(ISSUER, "mcp", KEYS);
    }

    @Test
    void settings_refuseToAskForOfflineAccess() {
        assertThatThrownBy(() -> settings(ISSUER, AUDIENCE, KEYS, Set.of("offline_access")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refuses(String issuer, String audience, String keys) {
        assertThatThrownBy(() -> settings(issuer, audience, keys, Set.of()))
                .as(issuer + " " + audience + " " + keys)
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static JwtSettings settings(String issuer, String audience, String keys, Set<String> scopes) {
        return JwtSettings.of(issuer, URI.create(audience), URI.create(keys), scopes, scopes);
    }
}
