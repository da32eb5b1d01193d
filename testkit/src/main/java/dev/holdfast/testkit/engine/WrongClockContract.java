package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A clock that ran ahead for a while: what was taken by it, and what it takes for ended. */
public interface WrongClockContract extends StoreFixture {
    Duration AHEAD = Duration.ofDays(20);
    Duration SHORT = Duration.ofSeconds(5);
    Duration LEASE = Duration.ofSeconds(60);

    @Test
    default void takenByAClockAhead_endsWhenTheClockIsRight() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("lasting"));
            engine.time().pass(AHEAD);
            Lease lease = state.lease("build", LEASE);
            state.write(w -> w.set("code", Json.of(1), SHORT).set("name", "x"));
            assertThat(state.read().leases()).containsOnlyKeys("build");
            assertThat(state.read().document().keys()).containsExactlyInAnyOrder("code", "name");

            engine.time().pass(AHEAD.negated());

            assertThat(state.read().leases()).isEmpty();
            assertThat(state.read().document().keys()).containsExactly("name");
            assertThat(state.lease("build", LEASE).token()).isGreaterThan(lease.token());
            Failures.failure(Code.CONFLICT, () -> state.write(w -> w.set("a", 1).lease("build", lease.token())));
            assertThat(state.write(w -> w.set("code", Json.of(2)).ifRevision("code", 0))
                            .changed())
                    .contains("code");
        }
    }

    @Test
    default void takenByARightClock_isNotStretchedByTheEventsBefore() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("lasting"));
            engine.time().pass(AHEAD);
            state.write(w -> w.set("a", 1));
            engine.time().pass(AHEAD.negated());
            Instant now = engine.time().instant();

            assertThat(state.lease("build", LEASE).until()).isEqualTo(now.plus(LEASE));
            state.write(w -> w.set("code", Json.of(1), SHORT));
            assertThat(state.read().keyEndsAt("code")).isEqualTo(now.plus(SHORT));
            assertThat(state.history(1, 100)).extracting(Event::at).isSorted();

            engine.time().pass(SHORT);
            assertThat(state.read().document().keys()).containsExactly("a");
            engine.time().pass(LEASE);
            assertThat(state.read().leases()).isEmpty();
        }
    }

    /** Clocks that differ a little end nothing early. */
    @Test
    default void takenByAClockALittleAhead_lastsItsTime() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("lasting"));
            engine.time().pass(Duration.ofSeconds(30));
            state.lease("build", LEASE);
            state.write(w -> w.set("code", Json.of(1), SHORT));

            engine.time().pass(Duration.ofSeconds(-30));

            assertThat(state.read().leases()).containsOnlyKeys("build");
            assertThat(state.read().document().keys()).containsExactly("code");
        }
    }

    @Test
    default void clockAhead_removesNothingForGood() {
        CommitLog log = open();
        try (log;
                EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(Duration.ofHours(1)));
            engine.time().pass(AHEAD);
            try (Holdfast other =
                    engine(open()).clock(engine.time()).timersByHand().open()) {
                for (int i = 0; i < 3; i++) {
                    other.fireTimers();
                }
            }
            engine.time().pass(AHEAD.negated());

            assertThat(log.head(state.handle(), Consistency.LINEARIZABLE)).isInstanceOf(Head.Live.class);
            engine.opening(StateSpec.handle(state.handle().value()));
            assertThat(state.read().revision()).isPositive();
        }
    }
}
