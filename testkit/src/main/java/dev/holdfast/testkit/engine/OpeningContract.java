package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Handles, names, labels, lists, and the lifecycle of a state. */
public interface OpeningContract extends StoreFixture {
    @Test
    default void name_isOpenedOnceAndFoundAgain() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            Opened first = engine.opening(StateSpec.named("team/plan").data(JsonObject.of("a", Json.of(1))));
            Opened second = elsewhere.opening(StateSpec.named("team/plan").data(JsonObject.of("a", Json.of(2))));

            assertThat(first.created()).isTrue();
            assertThat(second.created()).isFalse();
            assertThat(second.dataApplied()).isFalse();
            assertThat(second.state().handle()).isEqualTo(first.state().handle());
            assertThat(second.view().document()).isEqualTo(JsonObject.of("a", Json.of(1)));
            assertThat(engine.states().state("@team/plan").handle())
                    .isEqualTo(first.state().handle());
            assertThat(first.view().lifetime()).isEqualTo(Lifetime.PERSISTENT);
            assertThat(first.view().expiresAt()).isNull();
        }
    }

    @Test
    default void name_openedByManyAtOnceIsOneState() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            for (int round = 0; round < 20; round++) {
                StateSpec spec = StateSpec.named("round-" + round);
                List<Opened> opened = Crowd.run(8, i -> (i % 2 == 0 ? engine : elsewhere).opening(spec));

                assertThat(opened)
                        .extracting(one -> one.state().handle())
                        .containsOnly(opened.getFirst().state().handle());
                assertThat(opened).filteredOn(Opened::created).hasSize(1);
            }
        }
    }

    @Test
    default void name_whoseStateIsCreatedWhileItIsLookedAtIsThatState() {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        try (EngineUnderTest engine = new EngineUnderTest(this);
                Holdfast creating = engine.observing(new ForwardingLog(open()) {
                    @Override
                    public List<AppendResult> append(List<Append> batch) {
                        if (batch.stream().anyMatch(append -> append.state().isHandle())) {
                            claimed.countDown();
                            Crowd.await(looked);
                        }
                        return super.append(batch);
                    }
                })) {
            Principal principal = engine.states().principal();
            Future<Opened> first = Crowd.start(() -> creating.as(principal).open(StateSpec.named("new")));
            Crowd.await(claimed);
            try (Holdfast late = engine.observing(new ForwardingLog(open()) {
                @Override
                public Head head(StateId id, Consistency consistency) {
                    Head head = super.head(id, consistency);
                    if (id.isHandle() && looked.getCount() > 0) {
                        looked.countDown();
                        Crowd.join(first);
                    }
                    return head;
                }
            })) {
                Opened second = late.as(principal).open(StateSpec.named("new"));

                assertThat(second.state().handle())
                        .isEqualTo(Crowd.join(first).state().handle());
                assertThat(second.created()).isFalse();
            }
        }
    }

    @Test
    default void names_belongToTheirPrincipal() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State mine = engine.open(StateSpec.named("plan"));
            States others = engine.holdfast().as(Principal.local("other-" + UUID.randomUUID()));

            failure(Code.NOT_FOUND, () -> others.state("@plan"));
            assertThat(others.list(ListQuery.ALL).states()).isEmpty();
            assertThat(others.state(mine.handle().value()).read().revision()).isEqualTo(1);
            States stranger = engine.holdfast().as(Principal.of("alice-" + UUID.randomUUID()));
            failure(Code.NOT_FOUND, () -> stranger.state(mine.handle().value()).read());
            failure(Code.NOT_FOUND, () -> stranger.state(mine.handle().value()).write(w -> w.set("a", 1)));
            failure(Code.NOT_FOUND, () -> stranger.state(mine.handle().value()).close(null));
            failure(
                    Code.NOT_FOUND,
                    () -> stranger.open(StateSpec.handle(mine.handle().value())));
            State hers = stranger.open(StateSpec.named("plan")).state();
            failure(
                    Code.NOT_FOUND,
                    () -> engine.states().state(hers.handle().value()).read());
        }
    }

    @Test
    default void target_mustMakeSense() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            failure(Code.NOT_FOUND, () -> engine.states().state("@nothing"));
            failure(Code.INVALID, () -> engine.states().state("@/x"));
            failure(Code.INVALID, () -> engine.states().state("plan"));
            failure(Code.INVALID, () -> engine.states().state("nm_00000000000000000000000000"));
            failure(
                    Code.NOT_FOUND,
                    () -> engine.states().state("st_00000000000000000000000000").read());
            failure(Code.NOT_FOUND, () -> engine.states().state("st_0"));
            failure(Code.INVALID, () -> engine.opening(StateSpec.named("a b")));
            failure(Code.INVALID, () -> engine.opening(StateSpec.named("x".repeat(201))));
            failure(Code.INVALID, () -> engine.opening(StateSpec.session().idleTtl(Duration.ZERO)));
            failure(Code.INVALID, () -> engine.opening(StateSpec.unnamed().labels(Map.of("", "x"))));
            failure(Code.INVALID, () -> engine.opening(StateSpec.unnamed().data(JsonObject.of("/a", Json.of(1)))));
        }
    }

    @Test
    default void session_expiresWhenIdleAndIsBroughtBack() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Opened opened = engine.opening(StateSpec.named("s").idleTtl(Duration.ofHours(1)));
            State state = opened.state();
            assertThat(opened.view().expiresAt())
                    .isEqualTo(engine.time().instant().plus(Duration.ofHours(1)));
            engine.time().pass(Duration.ofHours(1));

            var failure = failure(Code.EXPIRED, state::read);
            assertThat(failure.facts().has("expired_at")).isTrue();
            assertThat(failure.facts().has("purge_at")).isTrue();
            failure(Code.EXPIRED, () -> state.write(w -> w.set("a", 1)));
            assertThat(engine.states().list(ListQuery.ALL).states()).isEmpty();

            Opened back = engine.opening(StateSpec.handle(state.handle().value()));
            assertThat(back.view().name()).isEqualTo("s");
            assertThat(state.history(1, 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.CREATED, EventType.EXPIRED, EventType.REOPENED);
        }
    }

    @Test
    default void session_isRenewedByReadingInItsSecondHalf() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(Duration.ofHours(2)));
            engine.time().pass(Duration.ofMinutes(50));
            assertThat(state.read().revision()).isEqualTo(1);
            engine.time().pass(Duration.ofMinutes(20));

            assertThat(state.read().revision()).isEqualTo(2);
            assertThat(state.read().expiresAt())
                    .isEqualTo(engine.time().instant().plus(Duration.ofHours(2)));
            assertThat(state.write(w -> w.set("a", 1).ifRevision(1)).revision()).isEqualTo(3);
        }
    }

    @Test
    default void session_neverOutlivesItsGreatestAge() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.session().idleTtl(Duration.ofDays(20)));
            engine.time().pass(Duration.ofDays(15));
            state.write(w -> w.set("a", 1));

            assertThat(state.read().expiresAt())
                    .isEqualTo(engine.time().instant().plus(Duration.ofDays(15)));
            engine.time().pass(Duration.ofDays(15));
            failure(Code.EXPIRED, state::read);
        }
    }

    @Test
    default void close_freesTheNameAndCanBeTakenBackForAWeek() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State first = engine.open(StateSpec.named("plan"));
            first.close(null);
            failure(Code.EXPIRED, first::read);

            Opened second = engine.opening(StateSpec.named("plan"));
            assertThat(second.created()).isTrue();
            assertThat(second.previous()).isEqualTo(first.handle());
            Opened back = engine.opening(StateSpec.handle(first.handle().value()));
            assertThat(back.nameLost()).isTrue();
            assertThat(back.view().name()).isNull();
            first.close(null);
            engine.time().pass(Duration.ofDays(7));
            failure(
                    Code.NOT_FOUND,
                    () -> engine.opening(StateSpec.handle(first.handle().value())));
            failure(Code.NOT_FOUND, first::read);
        }
    }

    @Test
    default void settings_givenForAStateThatIsThereAreOneEvent() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("plan").labels(Map.of("a", "1", "b", "2")));

            Opened opened = engine.opening(StateSpec.named("plan").labels(Map.of("b", "3")));
            Opened same = engine.opening(StateSpec.named("plan").labels(Map.of("b", "3")));

            assertThat(opened.view().labels()).isEqualTo(Map.of("b", "3"));
            assertThat(same.view().revision()).isEqualTo(2);
            assertThat(state.write(w -> w.set("a", 1).ifRevision(1)).revision()).isEqualTo(3);
        }
    }

    @Test
    default void list_pagesThroughOpenStates() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            for (int i = 0; i < 25; i++) {
                engine.open(StateSpec.named("a/" + i).labels(Map.of("odd", String.valueOf(i % 2))));
            }
            engine.open(StateSpec.named("b/0")).close(null);
            engine.open(StateSpec.session());

            List<Listing.Summary> all = new ArrayList<>();
            String cursor = null;
            do {
                Listing page = engine.states().list(new ListQuery(null, Map.of(), null, cursor, 10));
                all.addAll(page.states());
                cursor = page.next();
            } while (cursor != null);

            assertThat(all).hasSize(26).extracting(Listing.Summary::handle).doesNotHaveDuplicates();
            assertThat(list(engine, "a/", Map.of("odd", "1"), null)).hasSize(12);
            assertThat(list(engine, null, Map.of(), Lifetime.SESSION)).hasSize(1);
            failure(Code.INVALID, () -> engine.states().list(new ListQuery(null, Map.of(), null, "x", 10)));
        }
    }

    @Test
    default void defaultState_isMadeByTheFirstWhoNeedsIt() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            assertThat(engine.states().defaultState()).isEmpty();

            var handles = Crowd.run(8, i -> engine.states().openDefault().handle());

            assertThat(handles).containsOnly(handles.getFirst());
            assertThat(engine.states().defaultState()).isPresent();
        }
    }

    private static List<Listing.Summary> list(
            EngineUnderTest engine, @Nullable String prefix, Map<String, String> labels, @Nullable Lifetime lifetime) {
        return engine.states()
                .list(new ListQuery(prefix, labels, lifetime, null, 100))
                .states();
    }
}
