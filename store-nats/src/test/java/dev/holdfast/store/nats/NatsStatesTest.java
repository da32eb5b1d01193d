package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.engine.CompactingContract;
import dev.holdfast.testkit.engine.EndingContract;
import dev.holdfast.testkit.engine.FollowingContract;
import dev.holdfast.testkit.engine.MonitoringContract;
import dev.holdfast.testkit.engine.OpeningContract;
import dev.holdfast.testkit.engine.RegistersContract;
import dev.holdfast.testkit.engine.RetryingContract;
import dev.holdfast.testkit.engine.VerifyingContract;

/** The suites of an engine that lean on its store most. {@link NatsEngineTest} has all. */
final class NatsStatesTest
        implements OpeningContract,
                EndingContract,
                RetryingContract,
                CompactingContract,
                FollowingContract,
                MonitoringContract,
                RegistersContract,
                VerifyingContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }
}
