package dev.holdfast.engine.internal.seal;

import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** With which keys a store's states are sealed, if they are. Safe for use by many threads. */
public interface Sealing extends AutoCloseable {
    /** The state that says which vault has a store's keys. It alone is always written in clear. */
    StateId CUSTODY = new StateId("custody_vault");

    /** Of a store that is not encrypted: everything is written in clear, and nothing sealed can be read. */
    Sealing NONE = new Sealing() {
        @Override
        public @Nullable String vault() {
            return null;
        }

        @Override
        public @Nullable SealedNames names() {
            return null;
        }

        @Override
        public Optional<VaultHead> head() {
            return Optional.empty();
        }

        @Override
        public @Nullable DataKey keyFor(StateId state, long revision) {
            return null;
        }

        @Override
        public DataKey key(StateId state, String id) {
            throw SealException.noMasterKey();
        }

        @Override
        public void makeDurable(Collection<DataKey> keys) {
            // There are none.
        }

        @Override
        public void destroy(StateId state) {
            // There is none.
        }

        @Override
        public boolean isSealedAfter(StateId state, long revision) {
            return false;
        }

        @Override
        public List<WrappedKey> stored(StateId state) {
            return List.of();
        }

        @Override
        public void adopt(VaultHead from, MasterKey master, Collection<WrappedKey> keys) {
            throw notEncrypted();
        }

        @Override
        public void renewKeys() {
            throw Sealing.notEncrypted();
        }

        @Override
        public void giveTo(MasterKey next) {
            throw Sealing.notEncrypted();
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    };

    /** The identity of the vault that has the keys; null if the store is not encrypted. */
    @Nullable String vault();

    /** By what names and labels are sealed; null if they are kept in clear. */
    @Nullable SealedNames names();

    /**
     * What the vault says of itself; empty if the store is not encrypted.
     *
     * @throws StoreUnavailableException if the vault cannot be read
     */
    Optional<VaultHead> head();

    /**
     * The key that seals what a state stores next; null if that is to be written in clear. A new key is not in the
     * vault yet: see {@link #makeDurable}.
     *
     * @param revision the revision of the state now; 0 if it is not there
     * @throws StoreUnavailableException if the vault cannot be read
     */
    @Nullable DataKey keyFor(StateId state, long revision);

    /**
     * A key by its id.
     *
     * @throws SealException if there is none, or it cannot be unwrapped
     * @throws StoreUnavailableException if the vault cannot be read
     */
    DataKey key(StateId state, String id);

    /**
     * Puts those keys into the vault that are not there yet. Must return before anything that they sealed is stored.
     *
     * @throws StoreUnavailableException if that cannot be done: nothing that they sealed may be stored then
     */
    void makeDurable(Collection<DataKey> keys);

    /**
     * Destroys all keys of a state. What they sealed cannot be read again.
     *
     * @throws StoreUnavailableException if that cannot be done
     */
    void destroy(StateId state);

    /** Whether what a state stores after a revision must be sealed, since it had a key by then. */
    boolean isSealedAfter(StateId state, long revision);

    /** The keys of a state as the vault has them, wrapped. */
    List<WrappedKey> stored(StateId state);

    /**
     * Takes over keys of another vault, so that what they sealed can be read; they are made durable. Once all are, and
     * the keys are {@linkplain #renewKeys renewed}, none of them seals anything more.
     *
     * @param from what the other vault says of itself
     * @param master opens the other vault
     * @throws StoreUnavailableException if it does not open it, a key was altered, or this vault cannot be written to
     */
    void adopt(VaultHead from, MasterKey master, Collection<WrappedKey> keys);

    /** From now on every process seals with keys that are made after this, each state's when it is next written to. */
    void renewKeys();

    /**
     * Gives the vault to another master key. Processes that have it open go on working; it is opened with the new one
     * from now on.
     */
    void giveTo(MasterKey next);

    /** The refusal of what only an encrypted store can do. */
    static IllegalStateException notEncrypted() {
        return new IllegalStateException("this store is not encrypted, so it has no keys");
    }

    /** The refusal of a store whose keys are in another vault than the one given. */
    static StoreUnavailableException otherVault(String said, String given) {
        return StoreUnavailableException.unusable("the keys of this store are in the vault " + said
                + ", and the one given is " + given + ". Put the right one back, or say where it is");
    }

    /** Releases the vault. */
    @Override
    void close();
}
