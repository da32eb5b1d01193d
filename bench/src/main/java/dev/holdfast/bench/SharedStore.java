package dev.holdfast.bench;

import java.io.IOException;

/**
 * A store on a server, beside the least that this server can be asked to make the same bytes durable.
 *
 * @param name what the tables call it
 * @param scheme the beginning of its addresses
 * @param bar the share of the raw appends that the store should reach
 * @param raw opens the raw counterpart at the same server
 */
record SharedStore(String name, String scheme, double bar, RawOpening raw) {
    private static final SharedStore[] ALL = {
        new SharedStore("PostgreSQL", "postgresql:", 0.7, RawPostgres::new),
        new SharedStore("Redis", "redis:", 0.6, RawRedis::new),
        new SharedStore("NATS", "nats:", 0.7, RawNats::new)
    };

    /** Opens the raw counterpart at the server of a store. */
    interface RawOpening {
        Raw open(String address) throws IOException;
    }

    /** The one with addresses such as this. */
    static SharedStore at(String address) {
        for (SharedStore store : ALL) {
            if (address.startsWith(store.scheme)) {
                return store;
            }
        }
        throw new IllegalArgumentException("no store on a server has an address such as " + address);
    }
}
