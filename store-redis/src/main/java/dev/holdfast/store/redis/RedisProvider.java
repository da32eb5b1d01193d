package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;

/** Opens {@code redis://HOST:PORT}, {@code rediss://…}, {@code redis-cluster://…} and the same of Valkey. */
public final class RedisProvider implements StoreProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public RedisProvider() {}

    @Override
    public boolean supports(String scheme) {
        return RedisAddress.SCHEMES.contains(scheme);
    }

    @Override
    public CommitLog open(String address) {
        return RedisStore.open(address);
    }

    @Override
    public Examination examine(String address) {
        return RedisExamination.of(address);
    }

    /** Always refuses: a copy of Redis would be a copy of the keys too, and what it deletes stays in its files. */
    @Override
    public KeyVault openVault(String address) {
        throw StoreUnavailableException.unusable(
                "a store in Redis has no vault of its own; say where its keys are kept, apart from that server");
    }
}
