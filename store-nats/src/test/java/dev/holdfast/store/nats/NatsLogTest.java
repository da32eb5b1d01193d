package dev.holdfast.store.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.CommitLogContract;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class NatsLogTest implements CommitLogContract {
    private final String address = LocalServer.newStore();

    @Override
    public CommitLog open() {
        return NatsStore.open(address);
    }

    /** So that instances agree whose machines do not. */
    @Test
    void store_hasAClockOfItsOwn() {
        try (CommitLog log = open()) {
            assertThat(log.time().orElseThrow())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
    }
}
