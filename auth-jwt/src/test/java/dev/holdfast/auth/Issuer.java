package dev.holdfast.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer that signs tokens and publishes its keys on loopback. */
final class Issuer implements AutoCloseable {
    private final HttpServer web;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String published = "";
    private volatile int status = 200;

    Issuer() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = published.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        web.start();
    }

    static RSAKey newKey(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    /** A key of few bits, which nothing should sign with. */
    static RSAKey weakKey(String id) throws JOSEException {
        return new RSAKeyGenerator(1024, true).keyID(id).generate();
    }

    void publish(JWK... keys) {
        published = new JWKSet(List.of(keys)).toPublicJWKSet().toString();
    }

    void fail() {
        status = 503;
    }

    int fetches() {
        return fetches.get();
    }

    String name() {
        return "http://127.0.0.1:" + web.getAddress().getPort();
    }

    URI keys() {
        return URI.create(name() + "/jwks");
    }

    static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        return signed(key, JWSAlgorithm.RS256, claims);
    }

    static String signed(RSAKey key, JWSAlgorithm algorithm, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
        return token.serialize();
    }

    /** Signed with HMAC, some form of the public key taken for the secret. */
    static String confused(RSAKey key, byte[] secret, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    /** Signed with a key that the token itself brings along under the id of a published one. */
    static String selfCertified(RSAKey own, String publishedId, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(publishedId)
                        .jwk(own.toPublicJWK())
                        .build(),
                claims);
        token.sign(new RSASSASigner(own));
        return token.serialize();
    }

    @Override
    public void close() {
        web.stop(0);
    }
}
