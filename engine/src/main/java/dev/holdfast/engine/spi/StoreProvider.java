package dev.holdfast.engine.spi;

/**
 * Opens stores of one or more kinds by their address, such as {@code sqlite:PATH}. Found by
 * {@link java.util.ServiceLoader}, so that the engine depends on no store.
 */
public interface StoreProvider {
    /** Whether this provider knows addresses that begin with {@code scheme:}. */
    boolean supports(String scheme);

    /**
     * Opens a store, creating it if there is none.
     *
     * @param address the whole address, scheme included
     * @throws StoreUnavailableException if it cannot be opened or fails its own check
     */
    CommitLog open(String address);

    /**
     * The address of another store beside that of a store, where its audit log is kept unless its user says otherwise.
     *
     * @param address the address of the store
     */
    default String beside(String address) {
        return address + "-audit";
    }

    /**
     * Looks whether a store can be used, and how well: whether its server answers, its version, the settings that
     * decide what is durable, its schema. Makes and changes nothing, and ends within some seconds. What is wrong is a
     * finding, never an exception. This implementation looks at nothing.
     *
     * @param address the whole address, scheme included
     */
    default Examination examine(String address) {
        return Examination.NONE;
    }

    /**
     * Opens the vault that belongs to a store, creating it if there is none, where this kind of store keeps it unless
     * its user says otherwise: apart from the store, so that a copy of the store is no copy of its keys.
     *
     * @param address the address of the store
     * @throws StoreUnavailableException if it cannot be opened; or always, if this kind of store has no place for it
     */
    default KeyVault openVault(String address) {
        throw StoreUnavailableException.unusable(
                "this kind of store has no place for a vault of its own; say where its keys are kept");
    }
}
