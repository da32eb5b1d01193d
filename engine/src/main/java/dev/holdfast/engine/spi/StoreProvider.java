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
}
