package dev.holdfast.engine.internal.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
