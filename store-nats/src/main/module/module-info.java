/** A store in streams of NATS JetStream, replicated over several machines. */
module dev.holdfast.store.nats {
    requires transitive dev.holdfast.engine;
    requires static transitive org.jspecify;
    requires io.nats.jnats;
    requires java.net.http;

    exports dev.holdfast.store.nats;

    provides dev.holdfast.engine.spi.StoreProvider with
            dev.holdfast.store.nats.NatsProvider;
}
