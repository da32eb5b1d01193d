package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreUnavailableException;

/**
 * Stores in streams of NATS JetStream, one stream for each shard. Any number of clients on any number of machines share
 * a store safely.
 */
public final class NatsStore {
    private NatsStore() {}

    /**
     * Opens a store, creating its streams if there are none.
     *
     * @param address {@code nats://[USER:PASSWORD@|TOKEN@]HOST:PORT[,HOST:PORT…]/PREFIX[?OPTION=VALUE&…]}, or the same
     *     with {@code tls}
     * @throws StoreUnavailableException if the servers cannot be reached, or cannot keep such a store, saying why
     */
    public static CommitLog open(String address) {
        return NatsOpening.open(NatsAddress.parse(address));
    }
}
