package dev.holdfast.testkit.mcp;

import dev.holdfast.mcp.UsedStates;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;

final class MemoryUsedStatesTest implements UsedStatesContract {
    private final ManualTime time = new ManualTime();
    private final UsedStates states = UsedStates.inMemory(100, time);

    @Override
    public UsedStates open() {
        return states;
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void pass(Duration duration) {
        time.pass(duration);
    }
}
