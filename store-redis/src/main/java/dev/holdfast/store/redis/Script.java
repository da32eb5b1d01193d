package dev.holdfast.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** The scripts, by which everything is done on the server. Each touches keys of one shard, and happens as a whole. */
enum Script {
    APPEND(true, "states", "indexes"),
    BEGIN(true, "states", "indexes"),
    DISCARD(true),
    ENTRIES(false, "states"),
    ERASE(true, "states", "indexes"),
    FOUND(false),
    HELD(false),
    PLACES(false),
    READ(false, "states"),
    RECORDS(false),
    SNAPSHOT(true, "states"),
    TIME(false),
    TRUNCATE(true, "states", "indexes");

    private final boolean changing;
    private final String source;
    private final String digest;

    Script(boolean changing, String... parts) {
        StringBuilder text = new StringBuilder(resource("shard"));
        for (String part : parts) {
            text.append(resource(part));
        }
        text.append(resource(name().toLowerCase(Locale.ROOT)));
        this.changing = changing;
        this.source = text.toString();
        this.digest = HexFormat.of().formatHex(sha1(source.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether it may change something, so that it must not be repeated where its effect is unknown. */
    boolean isChanging() {
        return changing;
    }

    String source() {
        return source;
    }

    /** What the server knows it by. */
    String digest() {
        return digest;
    }

    private static String resource(String name) {
        try (InputStream input = Objects.requireNonNull(Script.class.getResourceAsStream(name + ".lua"))) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha1(byte[] source) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(source);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
