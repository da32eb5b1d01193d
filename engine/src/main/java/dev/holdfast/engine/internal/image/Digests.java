package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.spi.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that the engine uses everywhere: for events, arguments, and the ids of internal states. */
public final class Digests {
    /** Never fed: others are copied from it, which takes a fraction of finding the algorithm anew. */
    private static final MessageDigest UNUSED = find();

    private Digests() {}

    public static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            return find();
        }
    }

    /**
     * A digest that is written in hexadecimal digits, which are in lower case: another letter for the same digit is not
     * what was written.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Bytes fromHex(String text) {
        Bytes digest = Bytes.wrap(HexFormat.of().parseHex(text));
        if (!HexFormat.of().formatHex(digest.borrow()).equals(text)) {
            throw new IllegalArgumentException("a digest that is not in lower case");
        }
        return digest;
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
