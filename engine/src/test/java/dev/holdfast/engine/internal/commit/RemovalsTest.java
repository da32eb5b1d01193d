package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RemovalsTest {
    private static final StateId ONE = new StateId("st_one");
    private static final StateId OTHER = new StateId("st_other");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final Removals removals = new Removals(Duration.ofHours(1), nanos::get);

    @Test
    void state_isRemovedWhenItWasSeenDueAnHourBefore() {
        assertThat(removals.mayRemove(ONE)).isFalse();
        pass(Duration.ofMinutes(59));
        assertThat(removals.isWaiting(ONE)).isTrue();
        assertThat(removals.mayRemove(ONE)).isFalse();
        assertThat(removals.mayRemove(OTHER)).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(removals.isWaiting(ONE)).isFalse();
        assertThat(removals.isWaiting(OTHER)).isTrue();
        assertThat(removals.mayRemove(ONE)).isTrue();
        assertThat(removals.mayRemove(OTHER)).isFalse();
        assertThat(removals.mayRemove(ONE)).as("due again").isFalse();
    }

    @Test
    void withoutAPause_removesAtOnce() {
        assertThat(new Removals(Duration.ZERO, nanos::get).mayRemove(ONE)).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
