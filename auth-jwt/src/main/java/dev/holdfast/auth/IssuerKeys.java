package dev.holdfast.auth;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;

/**
 * The keys an issuer publishes: cached for a while, and fetched again when a token names one that is not among them.
 */
final class IssuerKeys {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BYTES = 1 << 18;
    /** While the issuer cannot be reached, keys are used for this many times their usual age. */
    private static final int OUTAGE_AGES = 6;

    private IssuerKeys() {}

    static JWKSource<SecurityContext> of(JwtSettings settings) {
        long age = settings.keysMaxAge().toMillis();
        return JWKSourceBuilder.create(url(settings), new Retriever())
                .cache(age, TIMEOUT_MILLIS * 2)
                .refreshAheadCache(false)
                .rateLimited(settings.keysMinInterval().toMillis())
                .outageTolerant(age * OUTAGE_AGES)
                .build();
    }

    private static URL url(JwtSettings settings) {
        try {
            return settings.keys().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("The JWK set must be an https URI: " + settings.keys(), e);
        }
    }

    /** Follows no redirect: one could lead to an address inside the network. */
    private static final class Retriever extends DefaultResourceRetriever {
        Retriever() {
            super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
