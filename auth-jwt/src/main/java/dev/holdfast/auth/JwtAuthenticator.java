package dev.holdfast.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtectedResource;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts access tokens that one issuer signed for this server: those of RFC 9068 and earlier JWTs, checked as RFC 8725
 * advises. Thread-safe. Keys are fetched when the first token arrives.
 */
public final class JwtAuthenticator implements Authenticator {
    /**
     * Public-key signatures only. "none" proves nothing; with HMAC, any party that can check a token can forge one, and
     * if a public key were taken for the secret, every client could.
     */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Set<String> REQUIRED_CLAIMS = Set.of("sub", "exp");

    private final ProtectedResource resource;
    private final JWTProcessor<SecurityContext> processor;
    private final Duration leeway;

    /** Accepts tokens as the settings say. */
    public JwtAuthenticator(JwtSettings settings) {
        this.resource = settings.resource();
        this.leeway = settings.leeway();
        DefaultJWTProcessor<SecurityContext> signed = new DefaultJWTProcessor<>();
        signed.setJWSKeySelector(new StrongKeys(ALGORITHMS, IssuerKeys.of(settings)));
        signed.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), JOSEObjectType.JWT, null));
        signed.setJWTClaimsSetVerifier(claims(settings));
        this.processor = signed;
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(JwtSettings settings) {
        String audience = settings.resource().resource().toString();
        JWTClaimsSet exact =
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build();
        // Clients write a resource without a path with a slash at its end, since that is how they print URIs.
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(Set.of(audience, audience + "/"), exact, REQUIRED_CLAIMS, null);
        verifier.setMaxClockSkew((int) settings.leeway().toSeconds());
        return verifier;
    }

    /**
     * The caller that the token names: {@link TokenSubject}, with the scopes of {@code scope} or {@code scp}, until
     * {@code exp} plus the leeway.
     *
     * @throws IllegalStateException if the issuer's keys are unavailable
     */
    @Override
    public Optional<Caller> authenticate(String token) {
        try {
            JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
            return Optional.ofNullable(TokenSubject.of(claims))
                    .map(subject -> Caller.authenticated(subject, GrantedScopes.of(claims))
                            .until(claims.getExpirationTime().toInstant().plus(leeway)));
        } catch (ParseException | BadJOSEException | RateLimitReachedException e) {
            // RateLimitReachedException: an unknown key, soon after another one that the issuer did not know either.
            return Optional.empty();
        } catch (KeySourceException e) {
            throw new IllegalStateException("The issuer's keys are unavailable", e);
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<ProtectedResource> resource() {
        return Optional.of(resource);
    }

    @Override
    public String toString() {
        return "JwtAuthenticator[" + resource.resource() + "]";
    }
}
