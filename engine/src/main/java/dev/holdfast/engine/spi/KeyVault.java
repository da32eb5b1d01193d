package dev.holdfast.engine.spi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys are kept that states are encrypted with, each wrapped, apart from the store: the only thing that can
 * forget. It holds nothing that can be read without the master key. Every method may block and is safe for use by many
 * threads, and any number of clients may use a vault at once.
 *
 * <p>{@link StoreUnavailableException} may be thrown by any method. What {@link #put} and {@link #destroy} were to do
 * is then done in part, or not at all, and doing it again is harmless.
 */
public interface KeyVault extends AutoCloseable {
    /** The longest wrapped data key that every vault accepts, in bytes. */
    int MOST_WRAPPED_BYTES = 80;

    /** The longest wrapped root key that every vault accepts, in bytes. */
    int MOST_ROOT_BYTES = 1_024;

    /**
     * What the vault says of itself; empty for a new one. Called before every commit, so it does no I/O unless another
     * client may have changed it.
     */
    Optional<VaultHead> head();

    /**
     * Replaces the head, durably, if it is still the expected one. Nothing is left of the one before.
     *
     * @param expected the head to be replaced; null if there must be none
     * @return false, with nothing changed, if another client was faster
     */
    boolean replaceHead(@Nullable VaultHead expected, VaultHead next);

    /** The keys of a state, in the order in which they were put; none if it has none, or they were destroyed. */
    List<WrappedKey> find(StateId state);

    /**
     * Adds keys. They are durable when this returns, all by one barrier. What is there already stays, and a key that is
     * put again is there once.
     */
    void put(List<WrappedKey> keys);

    /** Destroys all keys of a state: when this returns, nothing of them is left in the vault, whatever happens next. */
    void destroy(StateId state);

    /**
     * Releases what the vault holds. Later calls throw {@link StoreUnavailableException}. Closing twice is harmless.
     */
    @Override
    void close();
}
