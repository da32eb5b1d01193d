package dev.holdfast.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.math.BigInteger;
import java.security.Key;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer that prove something: RSA of 2,048 bits or more (RFC 7518 section 3.3), with an exponent that
 * does. The library takes any that an issuer publishes, down to an exponent of 1, which every text is signed with. Keys
 * that would take long to check with do not count either. Elliptic curves are as strong as their algorithm.
 */
final class StrongKeys extends JWSVerificationKeySelector<SecurityContext> {
    private static final int FEWEST_BITS = 2_048;
    private static final int MOST_BITS = 16_384;
    private static final int MOST_EXPONENT_BITS = 64;

    StrongKeys(Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys) {
        super(algorithms, keys);
    }

    @Override
    public List<Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context) throws KeySourceException {
        return super.selectJWSKeys(header, context).stream()
                .filter(key -> !(key instanceof RSAPublicKey rsa) || isStrong(rsa))
                .toList();
    }

    private static boolean isStrong(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        return bits >= FEWEST_BITS
                && bits <= MOST_BITS
                && exponent.testBit(0)
                && exponent.compareTo(BigInteger.ONE) > 0
                && exponent.bitLength() <= MOST_EXPONENT_BITS;
    }
}
