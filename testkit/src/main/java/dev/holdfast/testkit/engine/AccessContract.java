package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Access rights, and how an owner changes them. */
public interface AccessContract extends StoreFixture {
    @Test
    default void grants_allowWhatTheySayAndNoMore() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String suffix = UUID.randomUUID().toString();
            State mine = engine.holdfast()
                    .as(Principal.of("alice-" + suffix))
                    .open(StateSpec.unnamed())
                    .state();
            String bob = "bob-" + suffix;
            State his =
                    engine.holdfast().as(Principal.of(bob)).state(mine.handle().value());
            failure(Code.NOT_FOUND, his::read);

            mine.share(bob, Access.READ);
            his.read();
            failure(Code.FORBIDDEN, () -> his.write(w -> w.set("a", 1)));
            failure(Code.FORBIDDEN, () -> his.lease("a", Duration.ofMinutes(1)));
            failure(Code.FORBIDDEN, () -> his.share(bob, Access.WRITE));

            mine.share(bob, Access.WRITE);
            his.write(w -> w.set("a", 1));
            his.undo();
            failure(Code.FORBIDDEN, () -> his.close(null));
            failure(Code.FORBIDDEN, () -> configure(engine, bob, mine));

            mine.share(bob, Access.ADMIN);
            his.share("carol-" + suffix, Access.READ);
            failure(Code.FORBIDDEN, () -> his.share(bob, Access.OWNER));
            failure(Code.FORBIDDEN, () -> his.erase(null));
            failure(Code.INVALID, () -> his.share("alice-" + suffix, Access.READ));

            mine.share(bob, Access.NONE);
            failure(Code.NOT_FOUND, his::read);
            failure(Code.NOT_FOUND, () -> his.write(w -> w.set("a", 2)));
        }
    }

    @Test
    default void sharedStates_areListedForReadersThatTookThem() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String bob = "bob-" + UUID.randomUUID();
            State state = engine.open(StateSpec.named("plan"));
            States his = engine.holdfast().as(Principal.of(bob));

            state.share(bob, Access.READ);
            his.state(state.handle().value()).read();
            assertThat(his.list(ListQuery.ALL).states())
                    .extracting(Listing.Summary::owner)
                    .containsExactly(engine.states().principal().id());
            failure(Code.NOT_FOUND, () -> his.state("@plan"));

            his.state(state.handle().value()).share(bob, Access.NONE);
            assertThat(his.list(ListQuery.ALL).states()).isEmpty();
        }
    }

    @Test
    default void handingOver_leavesTheNameBehind() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            String bob = "bob-" + UUID.randomUUID();
            States alice = engine.holdfast().as(Principal.of("alice-" + UUID.randomUUID()));
            State state = alice.open(StateSpec.named("plan")).state();
            state.write(w -> w.set("a", 1));

            assertThat(state.share(bob, Access.OWNER).owner()).isEqualTo(bob);

            failure(Code.NOT_FOUND, () -> alice.state("@plan"));
            State again = alice.open(StateSpec.named("plan")).state();
            assertThat(again.handle()).isNotEqualTo(state.handle());
            States his = engine.holdfast().as(Principal.of(bob));
            State handed = his.state(state.handle().value());
            assertThat(handed.read().name()).isNull();
            failure(Code.NOT_FOUND, state::read);
            assertThat(handed.read().document().size()).isEqualTo(1);
            handed.erase(null);
            assertThat(his.list(ListQuery.ALL).states()).isEmpty();
        }
    }

    @Test
    default void share_retriedActsOnceAndNeverConflicts() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            long read = state.write(w -> w.set("a", 1)).revision();

            var first = state.share("bob", Access.READ, "op");
            var again = state.share("bob", Access.READ, "op");

            assertThat(again.replayed()).isTrue();
            assertThat(again.revision()).isEqualTo(first.revision());
            assertThat(again.grants()).isEqualTo(Map.of("bob", Access.READ));
            failure(Code.OP_REUSED, () -> state.share("bob", Access.WRITE, "op"));
            state.write(w -> w.set("a", 2).ifRevision(read));
            failure(Code.INVALID, () -> state.share(" ", Access.READ));
        }
    }

    /** Without authentication a handle gives all access, except erasing the state and handing it over. */
    @Test
    default void bearer_mayDoAllButTakeTheStateAway() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            State theirs = engine.holdfast()
                    .as(Principal.local("other"))
                    .state(state.handle().value());

            theirs.write(w -> w.set("a", 1));
            failure(Code.FORBIDDEN, () -> theirs.erase(null));
            failure(Code.FORBIDDEN, () -> theirs.share("local/other", Access.OWNER));
            theirs.close(null);
        }
    }

    private static void configure(EngineUnderTest engine, String principal, State state) {
        StateSpec spec = StateSpec.handle(state.handle().value()).labels(Map.of("a", "b"));
        engine.holdfast().as(Principal.of(principal)).open(spec);
    }
}
