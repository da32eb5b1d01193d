package dev.holdfast.testkit.mcp;

import dev.holdfast.mcp.SessionStore;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;

final class MemorySessionsTest implements SessionStoreContract {
    private final ManualTime time = new ManualTime();
    private final SessionStore store = SessionStore.inMemory(1_000, idle(), time);

    @Override
    public SessionStore open() {
        return store;
    }

    @Override
    public Duration idle() {
        return Duration.ofHours(1);
    }

    @Override
    public void pass(Duration duration) {
        time.pass(duration);
    }
}
