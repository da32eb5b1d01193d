package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Scheduled writes: never early, never twice, and decided as if they were sent when due. */
public interface QueueContract extends StoreFixture {
    Duration HOUR = Duration.ofHours(1);

    @Test
    default void delayedWrite_isCarriedOutWhenItIsDue() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();

            Written written = state.write(w -> w.set("a", JsonNull.NULL).delay(HOUR));

            Scheduled scheduled = Objects.requireNonNull(written.scheduled());
            assertThat(scheduled.due()).isEqualTo(engine.time().instant().plus(HOUR));
            assertThat(state.read().scheduled()).containsExactly(scheduled);
            engine.pass(HOUR.minusMillis(1));
            assertThat(state.read().document().isEmpty()).isTrue();
            engine.pass(Duration.ofMillis(1));
            assertThat(state.read().document()).isEqualTo(JsonObject.of("a", JsonNull.NULL));
            assertThat(state.read().scheduled()).isEmpty();
            Event event = state.history(3, 9).getFirst();
            assertThat(event.type()).isEqualTo(EventType.WRITTEN);
            assertThat(event.actor()).isEqualTo(engine.states().principal().id());
            assertThat(event.cause()).isEqualTo(new Cause.Scheduled(scheduled.id()));
            state.undo();
            assertThat(state.read().document().isEmpty()).isTrue();
        }
    }

    @Test
    default void queue_isCarriedOutInTheOrderOfItsTimes() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            append(state, "third", HOUR.multipliedBy(2));
            append(state, "first", HOUR);
            append(state, "second", HOUR);

            engine.time().pass(HOUR.multipliedBy(5));
            state.write(w -> w.append("log", Json.of("last")));

            assertThat(state.read().document().get("log"))
                    .isEqualTo(JsonArray.of(Json.of("first"), Json.of("second"), Json.of("third"), Json.of("last")));
        }
    }

    @Test
    default void delayedWrite_isFiredOnceByManyEngines() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest second = engine.second();
                EngineUnderTest third = engine.second();
                EngineUnderTest fourth = engine.second()) {
            List<EngineUnderTest> engines = List.of(engine, second, third, fourth);
            State state = engine.open();
            for (int round = 1; round <= 5; round++) {
                state.write(w -> w.increment("n", 1).delay(HOUR));
                engine.time().pass(HOUR);

                Crowd.run(8, i -> engines.get(i % 4).holdfast().fireTimers());

                assertThat(state.read().document().get("n")).isEqualTo(Json.of(round));
            }
        }
    }

    @Test
    default void delayedWrite_overdueIsFiredByTheNextEngine() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            try (EngineUnderTest gone = engine.second()) {
                gone.states()
                        .state(state.handle().value())
                        .write(w -> w.set("a", 1).delay(HOUR));
            }
            engine.time().pass(HOUR.multipliedBy(3));

            engine.holdfast().fireTimers();

            assertThat(state.read().document().get("a")).isEqualTo(Json.of(1));
            engine.holdfast().fireTimers();
            assertThat(state.read().revision()).isEqualTo(3);
        }
    }

    @Test
    default void cancel_takesAWriteOffTheQueue() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String id = Objects.requireNonNull(
                            state.write(w -> w.set("a", 1).delay(HOUR)).scheduled())
                    .id();

            state.cancel(id);

            assertThat(state.read().scheduled()).isEmpty();
            failure(Code.NOT_FOUND, () -> state.cancel(id));
            engine.pass(HOUR);
            assertThat(state.read().document().isEmpty()).isTrue();
            assertThat(state.history(1, 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.CREATED, EventType.SCHEDULED, EventType.LAPSED);
        }
    }

    /** Preconditions, rights and leases are checked when the write is done, not when it was requested. */
    @Test
    default void delayedWrite_lapsesIfItsTimeDoesNotAllowIt() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Lease lease = state.lease("a", Duration.ofMinutes(1));
            long read = state.write(w -> w.set("k", 1)).revision();
            state.write(w -> w.set("k", 2).ifRevision(read).delay(HOUR));
            state.write(w -> w.set("k", 3).lease("a", lease.token()).delay(HOUR));
            state.write(w -> w.increment("k", 1).delay(HOUR));
            state.write(w -> w.set("k", "text"));

            engine.pass(HOUR);

            assertThat(state.read().document().get("k")).isEqualTo(Json.of("text"));
            assertThat(state.history(1, 99).stream()
                            .filter(event -> event.type() == EventType.LAPSED)
                            .map(event -> Objects.toString(event.note(), "lease"))
                            .map(note -> note.split(":", 2)[0]))
                    .containsExactly("lease", "conflict", "conflict", "invalid");
        }
    }

    @Test
    default void delayedWrite_lapsesIfItsWriterMayNoLonger() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String bob = "bob-" + UUID.randomUUID();
            State state = engine.open();
            state.share(bob, Access.WRITE);
            engine.holdfast()
                    .as(Principal.of(bob))
                    .state(state.handle().value())
                    .write(w -> w.set("a", 1).delay(HOUR));
            state.share(bob, Access.READ);

            engine.pass(HOUR);

            assertThat(state.read().document().isEmpty()).isTrue();
            assertThat(state.history(6, 1).getFirst().note()).startsWith("forbidden");
        }
    }

    @Test
    default void delayedWrite_retriedIsScheduledOnce() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();

            Written first = state.write(w -> w.increment("n", 1).delay(HOUR).commandId("op"));
            Written again = state.write(w -> w.increment("n", 1).delay(HOUR).commandId("op"));
            engine.pass(HOUR);
            Written late = state.write(w -> w.increment("n", 1).delay(HOUR).commandId("op"));

            assertThat(again.scheduled()).isEqualTo(first.scheduled());
            assertThat(late.scheduled()).isEqualTo(first.scheduled());
            assertThat(state.read().document().get("n")).isEqualTo(Json.of(1));
        }
    }

    @Test
    default void queue_isNoUseOfASessionAndEndsWithIt() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(HOUR));
            state.write(w -> w.set("in time", 1).delay(HOUR.dividedBy(2)));
            state.write(w -> w.set("late", 1).delay(HOUR.multipliedBy(2)));

            engine.pass(HOUR.dividedBy(2));
            assertThat(state.since(0).now().document().has("in time")).isTrue();
            engine.time().pass(HOUR.multipliedBy(3));
            failure(Code.EXPIRED, state::read);
            engine.states().open(StateSpec.handle(state.handle().value()));
            assertThat(state.read().document().has("late")).isFalse();
        }
    }

    /** Late timers have the same effect as punctual ones. */
    @Test
    default void delayedWrite_isDecidedAsOfTheTimeItWasDue() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(HOUR));
            Lease lease = state.lease("a", HOUR.dividedBy(2));
            Duration third = HOUR.dividedBy(3);
            state.write(w -> w.set("k", Json.of(1), Duration.ofDays(1))
                    .lease("a", lease.token())
                    .delay(third));
            engine.time().pass(HOUR.multipliedBy(3));

            engine.states().open(StateSpec.handle(state.handle().value()));

            assertThat(state.read().document().get("k")).isEqualTo(Json.of(1));
            assertThat(state.read().keyEndsAt("k"))
                    .isEqualTo(engine.time()
                            .instant()
                            .minus(HOUR.multipliedBy(3))
                            .plus(third)
                            .plus(Duration.ofDays(1)));
            assertThat(state.history(1, 9))
                    .extracting(Event::type)
                    .containsExactly(
                            EventType.CREATED,
                            EventType.LEASED,
                            EventType.SCHEDULED,
                            EventType.WRITTEN,
                            EventType.LAPSED,
                            EventType.EXPIRED,
                            EventType.REOPENED);
        }
    }

    @Test
    default void queue_isBounded() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            for (int i = 0; i < 100; i++) {
                append(state, "x", HOUR);
            }
            failure(Code.LIMIT, () -> append(state, "x", HOUR));
            engine.pass(HOUR);
            append(state, "x", HOUR);
            String large = "x".repeat(600_000);
            state.write(w -> w.set("large", large).delay(HOUR));
            failure(Code.LIMIT, () -> state.write(w -> w.set("large", large).delay(HOUR)));
        }
    }

    private static void append(State state, String value, Duration delay) {
        state.write(w -> w.append("log", Json.of(value)).delay(delay));
    }
}
