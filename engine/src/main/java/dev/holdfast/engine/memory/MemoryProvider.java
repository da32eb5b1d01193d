package dev.holdfast.engine.memory;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;

/** Opens {@code memory:}, a new and empty store each time. */
public final class MemoryProvider implements StoreProvider {
    private static final String SCHEME = "memory";

    /** Called by {@link java.util.ServiceLoader}. */
    public MemoryProvider() {}

    @Override
    public boolean supports(String scheme) {
        return scheme.equals(SCHEME);
    }

    @Override
    public CommitLog open(String address) {
        if (!address.equals(SCHEME + ":")) {
            throw StoreUnavailableException.unusable("the address must be exactly memory:, without a name");
        }
        return MemoryLog.open();
    }

    /** Each is its own. */
    @Override
    public String beside(String address) {
        return "memory:";
    }

    @Override
    public KeyVault openVault(String address) {
        return MemoryVault.open();
    }
}
