package dev.holdfast.store.redis;

import java.util.List;
import redis.clients.jedis.HostAndPort;

/** The servers of a store, and which of them has a key. Safe for use by many threads. */
interface RedisServers extends AutoCloseable {
    /** The server that has a key, as far as is known. */
    RedisServer of(byte[] key);

    /** A server by its address, that another server has named. */
    RedisServer at(HostAndPort server);

    /** All that have keys. */
    List<RedisServer> all();

    /** Whether another server may take the place of one of them. */
    boolean failOver();

    /** What is known of who has what was wrong: it is asked for again. */
    void moved();

    @Override
    void close();

    /** The only server there is. */
    record Single(RedisServer server) implements RedisServers {
        @Override
        public RedisServer of(byte[] key) {
            return server;
        }

        @Override
        public RedisServer at(HostAndPort other) {
            return server;
        }

        @Override
        public List<RedisServer> all() {
            return List.of(server);
        }

        @Override
        public boolean failOver() {
            return false;
        }

        @Override
        public void moved() {
            // There is only one.
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
