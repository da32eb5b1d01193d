package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreUnavailableException;

/**
 * Stores in Redis 6.2 or newer, or Valkey, alone or as a cluster. Any number of clients on any machines share a store.
 * What an acknowledged change survives depends on how the server is set up, which {@link CommitLog#info()} tells.
 */
public final class RedisStore {
    private RedisStore() {}

    /**
     * Opens a store, creating it if there is none.
     *
     * @param address {@code redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=NAME&cluster=true&shards=N]}
     * @throws StoreUnavailableException if it cannot be opened, saying why; never with user or password
     */
    public static CommitLog open(String address) {
        return RedisOpening.open(RedisAddress.of(address));
    }
}
