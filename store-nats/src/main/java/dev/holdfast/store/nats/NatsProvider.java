package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreProvider;

/** Opens {@code nats://HOST:PORT/PREFIX} and {@code tls://HOST:PORT/PREFIX}. It has no place for a vault of its own. */
public final class NatsProvider implements StoreProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public NatsProvider() {}

    @Override
    public boolean supports(String scheme) {
        return scheme.equals("nats") || scheme.equals("tls");
    }

    @Override
    public CommitLog open(String address) {
        return NatsStore.open(address);
    }

    @Override
    public Examination examine(String address) {
        return NatsExamination.of(address);
    }
}
