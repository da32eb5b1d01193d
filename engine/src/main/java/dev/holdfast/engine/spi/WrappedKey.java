package dev.holdfast.engine.spi;

/**
 * A key of one state as a vault keeps it.
 *
 * @param state the state whose events it seals
 * @param id tells it from the other keys of the state: {@link #ID_CHARACTERS} characters of base64url
 * @param generation the vault's generation when it was made; events are sealed with keys of the present one
 * @param from the revision of the state when it was made: no event up to that is sealed with it
 * @param wrapped the key, encrypted; at most {@link KeyVault#MOST_WRAPPED_BYTES}
 */
public record WrappedKey(StateId state, String id, int generation, long from, Bytes wrapped) {
    /** The length of every id. */
    public static final int ID_CHARACTERS = 8;

    public WrappedKey {
        if (id.length() != ID_CHARACTERS || wrapped.length() > KeyVault.MOST_WRAPPED_BYTES) {
            throw new IllegalArgumentException("a key has an id of " + ID_CHARACTERS + " characters and at most "
                    + KeyVault.MOST_WRAPPED_BYTES + " bytes");
        }
    }
}
