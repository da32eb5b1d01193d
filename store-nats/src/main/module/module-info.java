/** A store in streams of NATS JetStream, replicated over several machines. */
module dev.holdfast.store.nats {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;

    exports dev.holdfast.store.nats;
}
