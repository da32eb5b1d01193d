package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.CommitLogContract;

final class RedisLogTest implements CommitLogContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }
}
