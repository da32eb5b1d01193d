/** The engine: durable, versioned states, with a store in memory and the contract of the others. */
@SuppressWarnings("module") // the stores are compiled after this
module dev.holdfast.engine {
    requires transitive dev.holdfast.json;
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.pcollections;

    exports dev.holdfast.engine;
    exports dev.holdfast.engine.audit;
    exports dev.holdfast.engine.conversation;
    exports dev.holdfast.engine.custody;
    exports dev.holdfast.engine.feed;
    exports dev.holdfast.engine.machine;
    exports dev.holdfast.engine.memory;
    exports dev.holdfast.engine.moving;
    exports dev.holdfast.engine.spi;
    exports dev.holdfast.engine.spi.rules;
    exports dev.holdfast.engine.typed;
    exports dev.holdfast.engine.workflow;
    exports dev.holdfast.engine.local to
            dev.holdfast.store.file,
            dev.holdfast.store.jdbc,
            dev.holdfast.store.nats,
            dev.holdfast.store.redis;

    uses dev.holdfast.engine.spi.StoreProvider;
    uses dev.holdfast.engine.spi.rules.RuleCompiler;
    uses dev.holdfast.engine.typed.ValueMapper;

    provides dev.holdfast.engine.spi.StoreProvider with
            dev.holdfast.engine.memory.MemoryProvider;
}
