package dev.holdfast.auth;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.holdfast.json.Json;
import dev.holdfast.mcp.Caller;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JwtAuthenticatorTest {
    private static final String AUDIENCE = "https://mcp.example.com/mcp";
    private static final String METADATA = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";

    private final RSAKey key;
    private final Issuer issuer;
    private final ResourceServer server;

    JwtAuthenticatorTest() throws Exception {
        key = Issuer.newKey("first");
        issuer = new Issuer();
        issuer.publish(key);
        server = serve();
    }

    private ResourceServer serve() {
        return new ResourceServer(authenticator());
    }

    private JwtAuthenticator authenticator() {
        return new JwtAuthenticator(JwtSettings.of(
                issuer.name(),
                URI.create("HTTPS://MCP.example.com/mcp/"),
                issuer.keys(),
                Set.of("state:read"),
                Set.of("state:read", "state:write")));
    }

    @AfterEach
    void close() {
        server.close();
        issuer.close();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.name())
                .audience(AUDIENCE)
                .subject("alice")
                .claim("scope", "openid state:read")
                .expirationTime(in(Duration.ofMinutes(5)));
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    private void refuses(String token) throws Exception {
        HttpResponse<String> response = server.call("look", token);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .contains(
                        "Bearer error=\"invalid_token\", resource_metadata=\"" + METADATA + "\", scope=\"state:read\"");
        assertThat(response.body()).doesNotContain(token).doesNotContain("alice");
    }

    private void accepts(String token, String subject) throws Exception {
        HttpResponse<String> response = server.call("look", token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("<" + subject + ">");
    }

    // --- Good tokens

    @Test
    void goodToken_isItsSubjectOfItsIssuer() throws Exception {
        accepts(Issuer.signed(key, claims().build()), issuer.name() + "#alice");
        accepts(Issuer.signed(key, JWSAlgorithm.PS256, claims().build()), issuer.name() + "#alice");
    }

    @Test
    void goodToken_ofAClientItselfIsNoUserOfThatName() throws Exception {
        JWTClaimsSet own = claims().claim("client_id", "alice").build();
        accepts(Issuer.signed(key, own), issuer.name() + "?client#alice");
        JWTClaimsSet through = claims().claim("client_id", "app").build();
        accepts(Issuer.signed(key, through), issuer.name() + "#alice");
    }

    @Test
    void goodToken_mayHaveSeveralAudiencesAndScp() throws Exception {
        JWTClaimsSet.Builder claims = claims().audience(List.of("https://other.example", AUDIENCE));
        accepts(Issuer.signed(key, claims.build()), issuer.name() + "#alice");
        accepts(
                Issuer.signed(
                        key,
                        claims.claim("scope", null)
                                .claim("scp", List.of("state:read"))
                                .build()),
                issuer.name() + "#alice");
    }

    @Test
    void clocks_mayDifferALittle() throws Exception {
        accepts(
                Issuer.signed(
                        key, claims().expirationTime(in(Duration.ofSeconds(-5))).build()),
                issuer.name() + "#alice");
    }

    @Test
    void goodToken_isGoodUntilItsExpiryAndTheLeeway() throws Exception {
        Instant expiry = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
        String token =
                Issuer.signed(key, claims().expirationTime(Date.from(expiry)).build());
        assertThat(authenticator().authenticate(token).orElseThrow().expiry()).isEqualTo(expiry.plusSeconds(30));
    }

    // --- Bad tokens

    @Test
    void token_outsideItsTimeIsRefused() throws Exception {
        refuses(Issuer.signed(
                key, claims().expirationTime(in(Duration.ofMinutes(-2))).build()));
        refuses(Issuer.signed(
                key, claims().notBeforeTime(in(Duration.ofMinutes(2))).build()));
        refuses(Issuer.signed(key, claims().expirationTime(null).build()));
    }

    @Test
    void token_forSomebodyElseIsRefused() throws Exception {
        refuses(Issuer.signed(
                key, claims().audience("https://mcp.example.com/other").build()));
        refuses(Issuer.signed(key, claims().audience(List.of()).build()));
        refuses(Issuer.signed(key, claims().issuer("https://evil.example").build()));
        refuses(Issuer.signed(key, claims().issuer(null).build()));
        refuses(Issuer.signed(key, claims().subject(null).build()));
        refuses(Issuer.signed(key, claims().subject("x".repeat(300)).build()));
    }

    @Test
    void token_ofAnUnknownKeyIsRefused() throws Exception {
        refuses(Issuer.signed(Issuer.newKey("second"), claims().build()));
        refuses(Issuer.signed(Issuer.newKey("first"), claims().build()));
    }

    @Test
    void token_ofAWeakKeyIsRefusedAlthoughTheIssuerPublishesIt() throws Exception {
        RSAKey weak = Issuer.weakKey("weak");
        issuer.publish(key, weak);

        refuses(Issuer.signed(weak, claims().build()));
        accepts(Issuer.signed(key, claims().build()), issuer.name() + "#alice");
    }

    /** One character that cannot be seen, or can be taken for another, anywhere in a name. */
    @Test
    void subject_thatDoesNotLookLikeWhatItIsIsRefused() {
        JwtAuthenticator authenticator = authenticator();
        String[] odd = {
            "\0",
            "\n",
            "\t",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "\u00a0",
            "\u00ad",
            "\u200b",
            "\u200d",
            "\u202e",
            "\u2028",
            "\u2066",
            "\u3000",
            "\ue000",
            "\ufeff",
            "\uffff",
            "e\u0301",
            "\udb40\udc41"
        };
        for (String part : odd) {
            for (int at = 0; at <= "alice".length(); at++) {
                String name = "alice".substring(0, at) + part + "alice".substring(at);
                assertThat(authenticated(authenticator, name)).as(name).isEmpty();
            }
        }
        assertThat(authenticated(authenticator, " alice")).isEmpty();
        for (String plain : List.of("alice", "O'Brien, A. \"x\"", "auth0|5f7c", "é日😀", "a#b?c")) {
            assertThat(authenticated(authenticator, plain))
                    .get()
                    .extracting(Caller::subject)
                    .isEqualTo(issuer.name() + "#" + plain);
        }
    }

    private Optional<Caller> authenticated(JwtAuthenticator authenticator, String subject) {
        try {
            return authenticator.authenticate(
                    Issuer.signed(key, claims().subject(subject).build()));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void token_thatAnybodyCouldMakeIsRefused() throws Exception {
        refuses(new PlainJWT(claims().build()).serialize());
        byte[] encoded = key.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
        String jwk = key.toPublicJWK().toJSONString();
        refuses(Issuer.confused(key, encoded, claims().build()));
        refuses(Issuer.confused(key, pem.getBytes(StandardCharsets.US_ASCII), claims().build()));
        refuses(Issuer.confused(key, jwk.getBytes(StandardCharsets.US_ASCII), claims().build()));
        refuses(Issuer.selfCertified(Issuer.newKey("own"), "first", claims().build()));
        String good = Issuer.signed(key, claims().build());
        refuses(good.substring(0, good.lastIndexOf('.') + 1));
        refuses("rubbish");
    }

    @Test
    void token_inTheQueryStringIsNone() throws Exception {
        String good = Issuer.signed(key, claims().build());
        HttpResponse<String> response = server.call("/mcp?access_token=" + good, "look", null);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer resource_metadata=\"" + METADATA + "\", scope=\"state:read\"");
    }

    // --- Keys

    @Test
    void keys_areFetchedOnceAndAgainForANewOne() throws Exception {
        accepts(Issuer.signed(key, claims().build()), issuer.name() + "#alice");
        accepts(Issuer.signed(key, claims().build()), issuer.name() + "#alice");
        assertThat(issuer.fetches()).isEqualTo(1);

        RSAKey rotated = Issuer.newKey("second");
        issuer.publish(rotated);
        accepts(Issuer.signed(rotated, claims().build()), issuer.name() + "#alice");
        refuses(Issuer.signed(key, claims().build()));
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void keys_areNotFetchedForEveryForgery() throws Exception {
        RSAKey unknown = Issuer.newKey("unknown");
        for (int i = 0; i < 10; i++) {
            refuses(Issuer.signed(unknown, claims().build()));
        }
        assertThat(issuer.fetches()).isLessThanOrEqualTo(2);
        accepts(Issuer.signed(key, claims().build()), issuer.name() + "#alice");
    }

    @Test
    void keys_thatCannotBeHadAreNoFaultOfTheToken() throws Exception {
        issuer.fail();
        HttpResponse<String> response = server.call("look", Issuer.signed(key, claims().build()));
        assertThat(response.statusCode()).isEqualTo(500);
    }

    // --- Scopes

    @Test
    void scope_thatLacksIsNamedWithAllOthersNeeded() throws Exception {
        HttpResponse<String> response = server.call("change", Issuer.signed(key, claims().build()));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"state:audit state:write\", "
                        + "resource_metadata=\"" + METADATA + "\", "
                        + "error_description=\"This request needs a token of more scope\"");
        assertThat(response.body()).contains(json("'id':1")).contains("-32600");
    }

    @Test
    void scope_includesWhatItImplies() throws Exception {
        accepts(Issuer.signed(key, claims().claim("scope", "state:write").build()), issuer.name() + "#alice");
        assertThat(server.call(
                                "look",
                                Issuer.signed(
                                        key,
                                        claims().claim("scope", "state:reader").build()))
                        .statusCode())
                .isEqualTo(403);
    }

    // --- Metadata

    @Test
    void metadata_isServedWithoutAToken() throws Exception {
        for (String path : List.of("", "/mcp")) {
            HttpResponse<String> response = server.get("/.well-known/oauth-protected-resource" + path);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(Json.parse(response.body())).isEqualTo(Json.parse("""
                {"resource":"%s","authorization_servers":["%s"],
                "scopes_supported":["state:read","state:write"],\
                "bearer_methods_supported":["header"]}\
                """.formatted(AUDIENCE, issuer.name())));
        }
    }
}
