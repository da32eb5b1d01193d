package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Leased;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases: exclusive while they last, and safe afterwards, because a write with an old token is refused. */
public interface LeaseContract extends StoreFixture {
    Duration MINUTE = Duration.ofMinutes(1);

    @Test
    default void lease_isHeldByOneUntilItEnds() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();

            Lease lease = state.lease("build", MINUTE);

            assertThat(lease.until()).isEqualTo(engine.time().instant().plus(MINUTE));
            Failure failure = failure(Code.CONFLICT, () -> state.lease("build", MINUTE));
            assertThat(failure.facts().string("holder")).isEqualTo(lease.holder());
            assertThat(failure.facts().string("until")).isEqualTo(lease.until().toString());
            assertThat(state.lease("deploy", MINUTE).token()).isGreaterThan(lease.token());
            assertThat(state.read().leases()).containsOnlyKeys("build", "deploy");

            engine.time().pass(MINUTE);
            assertThat(state.read().leases()).isEmpty();
            assertThat(state.lease("build", MINUTE).token()).isGreaterThan(lease.token());
        }
    }

    /**
     * The holder pauses, its lease ends, and another takes it; then the first one continues as if it still held the
     * lease.
     */
    @Test
    default void staleToken_isRefusedAfterAPause() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State paused = engine.open();
            State other = elsewhere.states().state(paused.handle().value());
            Lease first = paused.lease("writer", MINUTE);
            paused.write(w -> w.set("by", "first").lease("writer", first.token()));

            engine.time().pass(MINUTE);
            failure(Code.CONFLICT, () -> paused.write(w -> w.set("by", "late").lease("writer", first.token())));
            Lease second = other.lease("writer", MINUTE);
            other.write(w -> w.set("by", "second").lease("writer", second.token()));

            Failure refused = failure(
                    Code.CONFLICT,
                    () -> paused.write(w -> w.set("by", "first again").lease("writer", first.token())));
            assertThat(refused.facts().string("until")).isEqualTo(second.until().toString());
            failure(Code.CONFLICT, () -> paused.lease(LeaseRequest.renew("writer", first.token(), MINUTE)));
            failure(Code.CONFLICT, () -> paused.lease(LeaseRequest.release("writer", first.token())));
            assertThat(paused.read().document().get("by")).isEqualTo(Json.of("second"));
        }
    }

    @Test
    default void lease_isRenewedAndReleasedByItsToken() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Lease lease = state.lease("a", MINUTE);
            engine.time().pass(Duration.ofSeconds(50));

            Leased renewed = state.lease(LeaseRequest.renew("a", lease.token(), MINUTE));
            assertThat(renewed.lease())
                    .isEqualTo(new Lease(
                            "a",
                            lease.holder(),
                            lease.token(),
                            engine.time().instant().plus(MINUTE)));
            engine.time().pass(Duration.ofSeconds(50));
            state.write(w -> w.set("k", 1).lease("a", lease.token()));

            assertThat(state.lease(LeaseRequest.release("a", lease.token())).lease())
                    .isNull();
            assertThat(state.lease(LeaseRequest.release("a", lease.token())).lease())
                    .isNull();
            failure(Code.CONFLICT, () -> state.write(w -> w.set("k", 2).lease("a", lease.token())));
            assertThat(state.lease("a", MINUTE).token()).isGreaterThan(lease.token());
        }
    }

    @Test
    default void lease_retriedIsTheSameLease() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            LeaseRequest request = LeaseRequest.acquire("a", MINUTE).commandId("op");

            Leased first = state.lease(request);
            state.write(w -> w.set("k", 1));
            Leased again = state.lease(request);

            assertThat(again.replayed()).isTrue();
            assertThat(again.lease()).isEqualTo(first.lease());
        }
    }

    @Test
    default void lease_isWonByOneOfMany() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            List<Long> tokens = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                List<Long> won = Crowd.run(8, i -> token(i % 2 == 0 ? state : same)).stream()
                        .filter(token -> token > 0)
                        .toList();
                assertThat(won).hasSize(1);
                tokens.addAll(won);
                state.lease(LeaseRequest.release("one", won.getFirst()));
            }
            assertThat(tokens).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    default void lease_leavesTheDocumentAlone() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            long read = state.write(w -> w.set("k", 1)).revision();
            Lease lease = state.lease("a", MINUTE);
            engine.pass(MINUTE);

            assertThat(state.history(lease.token(), 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.LEASED, EventType.LAPSED);
            assertThat(state.since(read).changed()).isEmpty();
            state.write(w -> w.set("k", 2).ifRevision(read));
            state.undo();
            state.undo();
            assertThat(state.read().document().isEmpty()).isTrue();
        }
    }

    @Test
    default void foreignToken_isRefused() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            Lease lease = state.lease("a", MINUTE);
            State same = engine.holdfast()
                    .as(Principal.local("other"))
                    .state(state.handle().value());

            failure(Code.CONFLICT, () -> same.write(w -> w.set("k", 1).lease("a", lease.token())));
            failure(Code.CONFLICT, () -> same.lease(LeaseRequest.release("a", lease.token())));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("k", 1).lease("a", lease.token() + 1)));
            failure(Code.CONFLICT, () -> state.write(w -> w.set("k", 1).lease("b", lease.token())));
            same.write(w -> w.set("k", 1));
        }
    }

    @Test
    default void lease_mustMakeSense() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            failure(Code.INVALID, () -> state.lease(" ", MINUTE));
            failure(Code.INVALID, () -> state.lease("a", Duration.ZERO));
            failure(Code.INVALID, () -> state.lease("a", Duration.ofDays(2)));
            for (int i = 0; i < 100; i++) {
                state.lease("n" + i, MINUTE);
            }
            failure(Code.LIMIT, () -> state.lease("one more", MINUTE));
            engine.time().pass(MINUTE);
            state.lease("one more", MINUTE);
        }
    }

    private static long token(State state) {
        try {
            return state.lease("one", MINUTE).token();
        } catch (HoldfastException e) {
            return 0;
        }
    }
}
