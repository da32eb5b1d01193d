package dev.holdfast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StateMetricsTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final Holdfast holdfast = Holdfast.open("memory:");

    @BeforeEach
    void bind() {
        new StateMetrics(holdfast, Duration.ofMinutes(1), background::add).bindTo(registry);
    }

    @AfterEach
    void close() {
        holdfast.close();
    }

    @Test
    void work_isCountedByTypeAndOutcome() {
        State state = holdfast.open(StateSpec.named("plan"));
        state.write(w -> w.set("a", 1));
        state.write(w -> w.set("a", 1));
        assertThatThrownBy(() -> state.write(w -> w.set("a", 2).ifRevision("a", 0)))
                .isInstanceOf(HoldfastException.class);

        assertThat(counter("holdfast.events", "type", "written")).isEqualTo(1);
        assertThat(counter("holdfast.events.size", "store", "memory")).isPositive();
        assertThat(counter("holdfast.groups", "store", "memory")).isPositive();
        assertThat(counter("holdfast.commands", "outcome", "unchanged")).isEqualTo(1);
        assertThat(counter("holdfast.commands", "outcome", "conflict")).isEqualTo(1);
        assertThat(gauge("holdfast.commands.waiting", "store", "memory")).isZero();
        try (Subscription watch = state.observe(event -> {})) {
            assertThat(watch).isNotNull();
            assertThat(gauge("holdfast.listeners", "store", "memory")).isEqualTo(1);
        }
    }

    @Test
    void cache_isNamedAsCachesAre() {
        holdfast.open(StateSpec.unnamed()).read();

        assertThat(counter("cache.gets", "result", "hit")).isPositive();
        assertThat(counter("cache.gets", "result", "miss")).isPositive();
        assertThat(counter("cache.evictions", "cache", "holdfast.states")).isZero();
        assertThat(gauge("cache.size", "cache", "holdfast.states")).isEqualTo(1);
        assertThat(gauge("holdfast.cache.memory", "cache", "holdfast.states")).isPositive();
    }

    @Test
    void store_isCountedInTheBackgroundAndNotAtEveryLook() {
        holdfast.open(StateSpec.unnamed()).write(w -> w.set("a", "x".repeat(1_000)));
        assertThat(gauge("holdfast.states", "store", "memory")).isNaN();
        assertThat(gauge("holdfast.revisions", "store", "memory")).isNaN();
        assertThat(background).hasSize(1);
        background.remove().run();

        assertThat(gauge("holdfast.states", "store", "memory")).isEqualTo(1);
        assertThat(gauge("holdfast.revisions", "store", "memory")).isEqualTo(2);
        assertThat(gauge("holdfast.documents.size", "store", "memory")).isGreaterThan(1_000);
        assertThat(gauge("holdfast.largest.size", "rank", "1")).isGreaterThan(1_000);
        assertThat(gauge("holdfast.largest.size", "rank", "2")).isZero();
        assertThat(background).isEmpty();
        clock.add(Duration.ofMinutes(1));
        holdfast.open(StateSpec.unnamed());
        assertThat(gauge("holdfast.states", "store", "memory")).isEqualTo(1);
        background.remove().run();
        assertThat(gauge("holdfast.states", "store", "memory")).isEqualTo(2);
    }

    /** Access to the figures must not give access to states: a handle can be enough for that. */
    @Test
    void meters_nameNoStateAndNoPrincipal() {
        State state = holdfast.open(StateSpec.named("plan"));

        assertThat(registry.getMeters().stream()
                        .map(Meter::getId)
                        .flatMap(id -> id.getTags().stream())
                        .map(Tag::getValue))
                .isNotEmpty()
                .doesNotContain(state.handle().value(), "plan", state.read().owner());
    }

    private double counter(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).functionCounter().count();
    }

    private double gauge(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).gauge().value();
    }
}
