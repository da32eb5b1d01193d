package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.CompactingContract;
import dev.holdfast.testkit.engine.EndingContract;
import dev.holdfast.testkit.engine.FollowingContract;
import dev.holdfast.testkit.engine.LongLogContract;
import dev.holdfast.testkit.engine.OpeningContract;
import dev.holdfast.testkit.engine.RegistersContract;
import dev.holdfast.testkit.engine.RetryingContract;
import dev.holdfast.testkit.engine.TimerThreadContract;
import dev.holdfast.testkit.engine.VerifyingContract;

/** The suites of an engine that lean on its store most. {@link RedisEngineTest} has all. */
final class RedisStatesTest
        implements OpeningContract,
                EndingContract,
                RetryingContract,
                CompactingContract,
                LongLogContract,
                FollowingContract,
                RegistersContract,
                TimerThreadContract,
                VerifyingContract {
    private final String address = RedisProcess.shared().newStore();

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }
}
