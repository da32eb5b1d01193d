package dev.holdfast.engine.internal.seal;

import dev.holdfast.engine.spi.StateId;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that seals what one state stores. Safe for use by many threads. */
public final class DataKey {
    private final StateId state;
    private final String id;
    private final int generation;
    private final long from;
    private final SecretKey key;
    private final RandomGenerator nonces;

    /** Whether the vault has it, so that what it seals may be stored. */
    private volatile boolean durable;

    /** @param key its bytes, which are copied */
    DataKey(StateId state, String id, int generation, long from, byte[] key, RandomGenerator nonces, boolean durable) {
        this.state = state;
        this.id = id;
        this.generation = generation;
        this.from = from;
        this.key = new SecretKeySpec(key, "AES");
        this.nonces = nonces;
        this.durable = durable;
    }

    /** What tells it from the other keys of its state; stands in clear beside everything it sealed. */
    public String id() {
        return id;
    }

    /**
     * Seals the first bytes of an array.
     *
     * @param header what is authenticated with them and stored in clear
     */
    public byte[] seal(byte[] header, byte[] plain, int length) {
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        nonces.nextBytes(nonce);
        return AesGcm.seal(key, nonce, header, plain, length);
    }

    /**
     * Opens what {@link #seal} returned.
     *
     * @throws SealException if it, or its header, is not as it was
     */
    public byte[] open(byte[] header, byte[] sealed) {
        return AesGcm.open(key, header, sealed);
    }

    StateId state() {
        return state;
    }

    int generation() {
        return generation;
    }

    /** The revision of its state when it was made. */
    long from() {
        return from;
    }

    byte[] bytes() {
        return key.getEncoded();
    }

    boolean isDurable() {
        return durable;
    }

    void madeDurable() {
        durable = true;
    }
}
