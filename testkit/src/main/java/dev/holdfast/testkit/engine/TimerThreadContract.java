package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Timers fire on their own, without any request. */
public interface TimerThreadContract extends StoreFixture {
    @Test
    default void timer_firesByItself() throws InterruptedException {
        try (Holdfast holdfast = engine(open()).open()) {
            State state = holdfast.as(principal()).open(StateSpec.unnamed()).state();
            BlockingQueue<Event> seen = new LinkedBlockingQueue<>();
            try (Subscription watch = state.observe(seen::add)) {
                assertThat(watch).isNotNull();
                state.write(w -> w.set("a", Json.of(1), Duration.ofSeconds(1)));
                assertThat(next(seen).type()).isEqualTo(EventType.WRITTEN);
                Event lapsed = next(seen);
                assertThat(lapsed.type()).isEqualTo(EventType.LAPSED);
                assertThat(lapsed.keys()).containsExactly("a");
            }
        }
    }

    @Test
    default void overdueTimer_firesWhenAnEngineStarts() throws InterruptedException {
        ManualTime time = new ManualTime();
        try (Holdfast first = engine(open())
                .clock(time)
                .removalPause(Duration.ZERO)
                .timersByHand()
                .open()) {
            State state = first.as(principal()).open(StateSpec.unnamed()).state();
            state.write(w -> w.set("a", 1).delay(Duration.ofHours(1)));
            BlockingQueue<Event> seen = new LinkedBlockingQueue<>();
            try (Subscription watch = state.observe(seen::add)) {
                assertThat(watch).isNotNull();
                time.pass(Duration.ofHours(2));
                try (Holdfast second =
                        engine(open()).clock(time).removalPause(Duration.ZERO).open()) {
                    assertThat(second).isNotNull();
                    assertThat(next(seen).type()).isEqualTo(EventType.WRITTEN);
                }
            }
        }
    }

    private static Principal principal() {
        return Principal.local("timers-" + UUID.randomUUID());
    }

    private static Event next(BlockingQueue<Event> seen) throws InterruptedException {
        Event event = seen.poll(Crowd.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }
}
