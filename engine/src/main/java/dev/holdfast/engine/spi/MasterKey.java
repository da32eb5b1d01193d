package dev.holdfast.engine.spi;

/**
 * The key outside everything that Holdfast stores: with it and the vault the states can be read. A service that
 * keeps keys (a KMS) is used by implementing this; it is asked once when a vault is opened, and when master keys are
 * changed. Implementations are safe for use by many threads.
 */
public interface MasterKey {
    /** Names the key to people and in the vault. Not secret, and different for different keys. */
    String id();

    /**
     * Encrypts a key.
     *
     * @param context is bound to the result: unwrapping needs the same
     * @throws StoreUnavailableException if the service that keeps the key cannot be reached, or refuses
     */
    Bytes wrap(Bytes key, Bytes context);

    /**
     * Decrypts what {@link #wrap} returned.
     *
     * @throws IllegalArgumentException if it was wrapped with another key or context, or altered
     * @throws StoreUnavailableException if the service that keeps the key cannot be reached, or refuses
     */
    Bytes unwrap(Bytes wrapped, Bytes context);
}
