package dev.holdfast.engine.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StoreClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant store = START;
    private Instant machine = START.plus(Duration.ofHours(1));
    private long nanos = 5;
    private int asked;
    private boolean silent;

    private InstantSource clock() {
        return StoreClock.of(
                () -> {
                    asked++;
                    if (silent) {
                        throw StoreUnavailableException.busy("the server");
                    }
                    return Optional.of(store);
                },
                () -> machine,
                () -> nanos);
    }

    private void pass(Duration time) {
        store = store.plus(time);
        machine = machine.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void storeWithoutAClock_leavesItToTheMachine() {
        InstantSource clock = StoreClock.of(Optional::empty, () -> machine, () -> nanos);
        assertThat(clock.instant()).isEqualTo(machine);
    }

    @Test
    void clock_saysWhatTheStoreSays_andSeldomAsks() {
        InstantSource clock = clock();
        Random random = new Random(1);
        IntStream.range(0, 10_000).forEach(step -> {
            pass(Duration.ofMillis(random.nextInt(10)));
            assertThat(clock.instant()).isEqualTo(store);
        });
        assertThat(asked).isBetween(2, 7);
    }

    @Test
    void machineThatIsSet_orSlept_asksAgain() {
        InstantSource clock = clock();
        machine = machine.minus(Duration.ofHours(3));
        assertThat(clock.instant()).isEqualTo(store);
        assertThat(asked).isEqualTo(2);
        Duration asleep = Duration.ofHours(8);
        store = store.plus(asleep);
        machine = machine.plus(asleep);
        assertThat(clock.instant()).isEqualTo(store);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void storeThatDoesNotAnswer_isCountedOn_andNotAskedAllTheTime() {
        InstantSource clock = clock();
        silent = true;
        pass(Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo(store);
        assertThat(clock.instant()).isEqualTo(store);
        assertThat(asked).isEqualTo(2);
    }
}
