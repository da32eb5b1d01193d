/** A store in Redis or Valkey. */
module dev.holdfast.store.redis {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;
    requires redis.clients.jedis;

    exports dev.holdfast.store.redis;

    provides dev.holdfast.engine.spi.StoreProvider with
            dev.holdfast.store.redis.RedisProvider;
}
