/** A store in Redis or Valkey. */
module dev.holdfast.store.redis {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;

    exports dev.holdfast.store.redis;
}
