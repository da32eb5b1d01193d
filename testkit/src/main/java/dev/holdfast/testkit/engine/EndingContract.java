package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.SingleQuoted.object;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How states end: by expiry, and by erasure. */
public interface EndingContract extends StoreFixture {
    Duration DAY = Duration.ofDays(1);
    Duration HOUR = Duration.ofHours(1);

    @Test
    default void expiry_isRecordedOnceAndFreesTheName() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open(StateSpec.named("s").idleTtl(DAY));
            engine.time().pass(DAY);
            Opened next = elsewhere.opening(StateSpec.named("s").idleTtl(DAY.multipliedBy(9)));
            assertThat(next.previous()).isEqualTo(state.handle());
            engine.time().pass(DAY);

            Crowd.run(4, i -> (i % 2 == 0 ? engine : elsewhere).holdfast().fireTimers());

            var failure = failure(Code.EXPIRED, state::read);
            assertThat(failure.facts().string("expired_at"))
                    .isEqualTo(engine.time().instant().minus(DAY).toString());
            engine.time().pass(Duration.ofHours(-30));
            failure(Code.EXPIRED, state::read);
            engine.time().pass(Duration.ofHours(30));
            engine.opening(StateSpec.handle(state.handle().value()));
            assertThat(state.history(1, 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.CREATED, EventType.EXPIRED, EventType.REOPENED);
        }
    }

    /** A write sent while the session ends is either stored completely or refused without a trace. */
    @Test
    default void expiry_againstAWriteHasOneWinner() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            for (int round = 0; round < 10; round++) {
                State state = engine.open(StateSpec.session().idleTtl(DAY));
                State same = elsewhere.states().state(state.handle().value());
                engine.time().pass(DAY.minusSeconds(1));

                List<Boolean> wrote = Crowd.run(6, i -> {
                    if (i == 3) {
                        engine.time().pass(Duration.ofSeconds(2));
                        engine.holdfast().fireTimers();
                    }
                    return i != 3 && writes(i % 2 == 0 ? state : same, i);
                });

                long kept = wrote.stream().filter(Boolean::booleanValue).count();
                engine.opening(StateSpec.handle(state.handle().value()));
                assertThat(state.read().document().size()).isEqualTo((int) kept);
            }
        }
    }

    @Test
    default void expired_livesAnHourAtLeastOnceItIsBroughtBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(Duration.ofSeconds(1)));
            engine.pass(Duration.ofSeconds(1));
            assertThat(failure(Code.EXPIRED, state::read).hint()).contains("an hour", "idle_ttl");
            Instant back = engine.time().instant();
            Opened again = engine.opening(StateSpec.handle(state.handle().value()));
            assertThat(again.view().expiresAt()).isEqualTo(back.plus(HOUR));

            engine.pass(HOUR.minusMillis(300));
            assertThat(state.read().expiresAt())
                    .as("a use near the end of the hour renews")
                    .isEqualTo(back.plus(HOUR).plusMillis(700));
            engine.pass(Duration.ofSeconds(1));
            failure(Code.EXPIRED, state::read);
        }
    }

    @Test
    default void expired_livesLongerIfItIsGivenLonger() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(Duration.ofSeconds(1)));
            engine.pass(Duration.ofSeconds(1));

            Opened again =
                    engine.opening(StateSpec.handle(state.handle().value()).idleTtl(DAY));

            assertThat(again.view().expiresAt())
                    .isEqualTo(engine.time().instant().plus(DAY));
            assertThat(again.replaced()).isEqualTo(object("{'idle_ttl':1}"));
        }
    }

    @Test
    default void purge_leavesATombstoneAfterAWeek() {
        CommitLog log = open();
        try (log;
                EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("plan"));
            state.write(w -> w.set("secret", 1));
            state.close(null);
            engine.pass(Duration.ofDays(7).minusSeconds(1));
            assertThat(log.head(state.handle(), Consistency.LINEARIZABLE)).isInstanceOf(Head.Live.class);

            engine.pass(Duration.ofSeconds(1));

            assertThat(log.head(state.handle(), Consistency.LINEARIZABLE)).isInstanceOf(Head.Deleted.class);
            failure(Code.NOT_FOUND, state::read);
            failure(
                    Code.NOT_FOUND,
                    () -> engine.states().open(StateSpec.handle(state.handle().value())));
            Opened again = engine.opening(StateSpec.named("plan"));
            assertThat(again.created()).isTrue();
            assertThat(again.previous()).isNull();
            assertThat(again.state().handle()).isNotEqualTo(state.handle());
        }
    }

    /** A state past its end is not found by readers, writers and retries, even if its timer is late. */
    @Test
    default void purge_isTheSameAnswerBeforeItsTimerFires() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String reader = "reader-" + UUID.randomUUID();
            State state = engine.open();
            state.share(reader, Access.READ);
            state.write(w -> w.set("a", 1).commandId("op"));
            state.close(null);
            State read = engine.holdfast()
                    .as(Principal.of(reader))
                    .state(state.handle().value());
            engine.time().pass(Duration.ofDays(7));

            failure(Code.NOT_FOUND, () -> read.write(w -> w.set("a", 2)));
            failure(Code.NOT_FOUND, () -> state.write(w -> w.set("a", 1).commandId("op")));
        }
    }

    @Test
    default void purge_letsTheCommandThatOpenedTheStateOpenAnother() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            StateSpec spec = StateSpec.unnamed().commandId("op");
            State state = engine.open(spec);
            state.close(null);
            engine.time().pass(Duration.ofDays(7));

            Opened again = engine.opening(spec);

            assertThat(again.created()).isTrue();
            assertThat(again.state().handle()).isNotEqualTo(state.handle());
            assertThat(again.state().read().revision()).isEqualTo(1);
        }
    }

    @Test
    default void erase_isAtOnceAndForGood() {
        CommitLog log = open();
        try (log;
                EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open(StateSpec.named("plan"));
            State same = elsewhere.states().state(state.handle().value());
            same.write(w -> w.set("secret", 1));

            state.erase("op");

            assertThat(log.head(state.handle(), Consistency.LINEARIZABLE)).isInstanceOf(Head.Deleted.class);
            assertThat(log.read(state.handle(), 1, 9, 9_999, Consistency.LINEARIZABLE)
                            .commits())
                    .isEmpty();
            failure(Code.NOT_FOUND, same::read);
            failure(Code.NOT_FOUND, state::read);
            failure(Code.NOT_FOUND, () -> state.erase("op"));
            failure(Code.NOT_FOUND, () -> state.write(w -> w.set("a", 1)));
            failure(Code.NOT_FOUND, () -> engine.states().state("@plan").read());
            assertThat(engine.states().list(ListQuery.ALL).states()).isEmpty();
            assertThat(elsewhere.opening(StateSpec.named("plan")).created()).isTrue();
        }
    }

    @Test
    default void erase_againstWritersLeavesNothing() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            for (int round = 0; round < 5; round++) {
                State state = engine.open();
                State same = elsewhere.states().state(state.handle().value());

                Crowd.run(8, i -> {
                    if (i == 4) {
                        state.erase(null);
                        return true;
                    }
                    return writes(i % 2 == 0 ? state : same, i);
                });

                failure(Code.NOT_FOUND, state::read);
                failure(Code.NOT_FOUND, same::read);
                failure(Code.NOT_FOUND, () -> same.write(w -> w.set("a", 1)));
            }
        }
    }

    @Test
    default void closedState_canBeErased() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.close(null);

            state.erase(null);

            failure(
                    Code.NOT_FOUND,
                    () -> engine.states().open(StateSpec.handle(state.handle().value())));
        }
    }

    @Test
    default void states_ofAPrincipalAreLimited() {
        Limits few = new Limits(1 << 20, 1 << 20, 1 << 20, 64, 100, 3);
        Principal principal = Principal.local("few-" + UUID.randomUUID());
        try (Holdfast holdfast = engine(open()).limits(few).open()) {
            States states = holdfast.as(principal);
            State first = states.open(StateSpec.unnamed()).state();
            states.open(StateSpec.named("second"));
            states.open(StateSpec.unnamed());

            var failure = failure(Code.LIMIT, () -> states.open(StateSpec.unnamed()));
            assertThat(failure.facts().string("limit")).isEqualTo("states");
            states.open(StateSpec.named("second"));
            first.close(null);
            states.open(StateSpec.unnamed());
            failure(Code.LIMIT, () -> states.open(StateSpec.unnamed()));
        }
    }

    private static boolean writes(State state, int writer) {
        try {
            state.write(w -> w.set("k" + writer, 1));
            return true;
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isIn(Code.EXPIRED, Code.NOT_FOUND);
            return false;
        }
    }
}
