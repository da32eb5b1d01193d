package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Events of recorded histories: the hash of the previous event, then random bytes. An event's hash is the SHA-256 of
 * both.
 */
final class ChainedEvent {
    private static final int HASH_BYTES = 32;
    private static final int RANDOM_BYTES = 16;

    /** The previous hash in the first event. */
    static final Bytes FIRST = Bytes.wrap(new byte[HASH_BYTES]);

    private ChainedEvent() {}

    static Bytes after(Bytes previous, RandomGenerator random) {
        byte[] salt = new byte[RANDOM_BYTES];
        random.nextBytes(salt);
        byte[] event = Arrays.copyOf(previous.borrow(), HASH_BYTES + RANDOM_BYTES);
        System.arraycopy(salt, 0, event, HASH_BYTES, RANDOM_BYTES);
        return Bytes.wrap(event);
    }

    static Bytes hash(Bytes event) {
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(event.borrow()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static boolean follows(Commit commit, Bytes previous) {
        byte[] event = commit.event().borrow();
        return event.length == HASH_BYTES + RANDOM_BYTES
                && Arrays.equals(event, 0, HASH_BYTES, previous.borrow(), 0, HASH_BYTES)
                && hash(commit.event()).equals(commit.hash());
    }
}
