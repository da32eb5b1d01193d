package dev.holdfast.engine.spi;

/**
 * What a vault says of itself. Nothing in it is secret.
 *
 * @param id the identity of the vault, which its store names
 * @param store the identity of the store whose keys it has: two stores may have states with the same id
 * @param generation grows by one whenever all states are to get new keys
 * @param masterKey the id of the master key that the root key is wrapped with
 * @param root the root key, which wraps all others, wrapped; at most {@link KeyVault#MOST_ROOT_BYTES}
 */
public record VaultHead(String id, String store, int generation, String masterKey, Bytes root) {
    /** The longest id of a vault, a store and a master key. */
    public static final int MOST_ID_CHARACTERS = 128;

    public VaultHead {
        if (id.length() > MOST_ID_CHARACTERS
                || store.length() > MOST_ID_CHARACTERS
                || masterKey.length() > MOST_ID_CHARACTERS
                || root.length() > KeyVault.MOST_ROOT_BYTES) {
            throw new IllegalArgumentException("ids of at most " + MOST_ID_CHARACTERS + " characters and a root key of"
                    + " at most " + KeyVault.MOST_ROOT_BYTES + " bytes");
        }
    }
}
