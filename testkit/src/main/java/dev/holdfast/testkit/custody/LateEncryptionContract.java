package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.custody.SecretStates.assertNoSecretIn;
import static dev.holdfast.testkit.custody.SecretStates.contains;
import static dev.holdfast.testkit.custody.SecretStates.workedInEveryWay;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.custody.SealedHistory;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A store that is encrypted after it was used: what it had stays readable, and is sealed when that is asked for. */
public interface LateEncryptionContract extends SecretStates {
    @Test
    default void storeThatWasInClear_isReadableOnAndEncryptedFromThenOn() {
        StateId id;
        long before;
        try (Holdfast plain = Holdfast.on(open()).open()) {
            State state = plain.as(OWNER).open(StateSpec.named("old")).state();
            state.write(w -> w.set("a", 1).commandId("op-1"));
            state.write(w -> w.set("a", 2));
            id = state.handle();
            before = state.read().revision();
        }
        try (Holdfast holdfast = encrypted()) {
            State state = holdfast.as(OWNER).open(StateSpec.named("old")).state();
            assertThat(state.handle()).isEqualTo(id);
            assertThat(state.write(w -> w.set("a", 1).commandId("op-1")).replayed())
                    .isTrue();
            state.write(w -> w.set("b", SECRET).commandId("op-2"));
            state.undo(Undo.last(2));
            state.write(w -> w.set("b", SECRET));
        }
        assertThat(everythingStored()).noneMatch(bytes -> contains(bytes, SECRET));
        try (Holdfast holdfast = encrypted();
                CommitLog log = open()) {
            State state = holdfast.as(OWNER).state(id.value());
            assertThat(state.read().document().string("b")).isEqualTo(SECRET);
            assertThat(state.at(2).document().toString()).isEqualTo("{\"a\":1}");
            Written replayed = state.write(w -> w.set("b", SECRET).commandId("op-2"));
            assertThat(replayed.replayed()).isTrue();
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            CommitPage page = log.read(id, 1, 100, 1 << 20, Consistency.LINEARIZABLE);
            assertThat(page.commits())
                    .allSatisfy(commit -> assertThat(contains(commit.event().borrow(), "\"sealed\":"))
                            .isEqualTo(commit.revision() > before));
        }
        assertThatThrownBy(() -> Holdfast.on(open()).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the store is encrypted");
    }

    @Test
    default void whatWasInClear_isSealedWhenAsked_stateByState() {
        List<StateId> ids = new ArrayList<>();
        try (Holdfast plain = Holdfast.on(open()).open()) {
            State events = workedInEveryWay(plain);
            State base = plain.as(OWNER)
                    .open(StateSpec.named("based").keep(Keep.age(Duration.ofDays(1))))
                    .state();
            base.write(w -> w.set("a", SECRET).commandId("op-based"));
            base.write(w -> w.set("b", SECRET));
            ids.add(events.handle());
            ids.add(base.handle());
        }
        compactDaysLater(ids.getLast());
        assertThat(everythingStored()).anyMatch(bytes -> contains(bytes, SECRET));
        JsonObject before;
        try (Holdfast holdfast = encrypted()) {
            before = holdfast.as(OWNER).state(ids.getFirst().value()).read().document();
            SealedHistory sealed = holdfast.keys().sealHistory(Progress.NONE);
            assertThat(sealed.states()).isPositive();
            assertThat(sealed.left()).isZero();
            assertNoSecretIn(everythingStored());
            assertThat(holdfast.keys().sealHistory(Progress.NONE)).isEqualTo(new SealedHistory(0, 0, 0, List.of()));
        }
        assertNoSecretIn(everythingStored());
        try (Holdfast holdfast = encrypted()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            State events = holdfast.as(OWNER).state(ids.getFirst().value());
            State base = holdfast.as(OWNER).state(ids.getLast().value());
            assertThat(events.read().document()).isEqualTo(before);
            failure(Code.COMPACTED, () -> events.at(1));
            assertThat(base.read().document().string("b")).isEqualTo(SECRET);
            assertThat(base.write(w -> w.set("a", SECRET).commandId("op-based")).replayed())
                    .isTrue();
        }
    }

    @Test
    default void sealingOfWhatWasInClear_thatIsCutShort_goesOn() {
        List<StateId> ids = new ArrayList<>();
        try (Holdfast plain = Holdfast.on(open()).open()) {
            for (int i = 0; i < 6; i++) {
                State state = plain.as(OWNER)
                        .open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(SECRET))))
                        .state();
                state.write(w -> w.set("b", SECRET));
                ids.add(state.handle());
            }
        }
        AtomicInteger truncated = new AtomicInteger();
        try (Holdfast dying = engine(new ForwardingLog(open()) {
                    @Override
                    public void truncate(StateId id, long upTo, Base base) {
                        if (truncated.getAndIncrement() == 3) {
                            throw StoreUnavailableException.unusable("the process died here");
                        }
                        super.truncate(id, upTo, base);
                    }
                })
                .open()) {
            assertThatThrownBy(() -> dying.keys().sealHistory(Progress.NONE))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        try (Holdfast holdfast = encrypted()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            assertThat(holdfast.keys().sealHistory(Progress.NONE).states()).isEqualTo(3);
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            for (StateId id : ids) {
                assertThat(holdfast.as(OWNER)
                                .state(id.value())
                                .read()
                                .document()
                                .string("b"))
                        .isEqualTo(SECRET);
            }
        }
        assertNoSecretIn(everythingStored());
    }

    /** So that nothing is left of a state but a base of its newest revision. */
    private void compactDaysLater(StateId id) {
        Instant later = Instant.now().plus(Duration.ofDays(2));
        try (Holdfast plain =
                Holdfast.on(open()).clock(() -> later).timersByHand().open()) {
            assertThat(plain.as(OWNER).state(id.value()).compact()).isEqualTo(3);
        }
    }
}
