package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ClockReadingsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final ClockReadings readings = new ClockReadings(clock::get, Duration.ofHours(1), nanos::get);

    @Test
    void nothingIsAgreedUponBeforeThePauseIsOver() {
        assertThat(readings.agreed()).isNull();
        pass(Duration.ofMinutes(59));
        assertThat(readings.agreed()).isNull();
        pass(Duration.ofMinutes(1));
        assertThat(readings.agreed()).isEqualTo(START);
    }

    @Test
    void agreedTime_followsThePresentAtADistance() {
        for (int minute = 0; minute < 600; minute++) {
            Instant agreed = readings.agreed();
            if (minute >= 60) {
                assertThat(agreed)
                        .isBetween(
                                clock.get().minus(Duration.ofMinutes(62)),
                                clock.get().minus(Duration.ofHours(1)));
            }
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void clockThatIsAheadForAWhile_isNotBelieved() {
        readings.agreed();
        pass(Duration.ofHours(2));
        clock.set(START.plus(Duration.ofDays(365)));
        assertThat(readings.agreed()).isEqualTo(START);
        clock.set(START.plus(Duration.ofHours(3)));
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(readings.agreed()).as("no later than the present").isEqualTo(clock.get());
    }

    @Test
    void withoutAPause_thePresentIsBelieved() {
        assertThat(new ClockReadings(clock::get, Duration.ZERO, nanos::get).agreed())
                .isEqualTo(START);
    }

    private void pass(Duration time) {
        clock.updateAndGet(now -> now.plus(time));
        nanos.addAndGet(time.toNanos());
    }
}
