package dev.holdfast.junit;

import static dev.holdfast.junit.StateAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@HoldfastTest
final class HoldfastTestTest {
    private static final List<Holdfast> SEEN = new ArrayList<>();

    private final List<Holdfast> around = new ArrayList<>();

    @BeforeEach
    void before(Holdfast holdfast) {
        assertThat(SEEN).doesNotContain(holdfast);
        SEEN.add(holdfast);
        around.add(holdfast);
    }

    @AfterEach
    void after(Holdfast holdfast) {
        assertThat(around).containsExactly(holdfast);
        holdfast.tryTurn();
    }

    @RepeatedTest(3)
    void everyTest_hasANewStoreAndTheSameTime(Holdfast holdfast, States states, TestClock clock) {
        assertThat(around).containsExactly(holdfast);
        assertThat(states.list(ListQuery.ALL).states()).isEmpty();
        assertThat(clock.instant()).isEqualTo(TestClock.START);
        holdfast.open(StateSpec.named("left-behind"));
        clock.pass(Duration.ofDays(1));
        assertThat(states.list(ListQuery.ALL).states()).hasSize(1);
    }

    @Test
    void principals_haveStatesOfTheirOwn(@As("alice") States alice, @As("bob") States bob, @As("alice") State state) {
        assertThat(state.read().owner()).isEqualTo("alice");
        assertThat(alice.state(state.handle().value()).read().revision()).isEqualTo(1);
        assertRefused(
                Failure.Code.NOT_FOUND, () -> bob.state(state.handle().value()).read());
    }

    @Test
    void clock_firesWhatFallsDue(State state, TestClock clock, Holdfast holdfast) {
        state.write(w -> w.set("code", Json.of(1234), Duration.ofMinutes(5)).set("name", "tea"));
        State session = holdfast.open(StateSpec.session().idleTtl(Duration.ofMinutes(30)));
        clock.pass(Duration.ofMinutes(4));
        StateAssert.assertThat(state).has("code", 1234);
        clock.pass(Duration.ofMinutes(1));
        StateAssert.assertThat(state).doesNotHave("code").has("name", "tea");
        session.touch();
        clock.pass(Duration.ofMinutes(31));
        assertRefused(Failure.Code.EXPIRED, session::read);
        StateAssert.assertThat(state).asOf(clock.ago(Duration.ofMinutes(35))).has("code", 1234);
    }

    @Test
    void restart_keepsWhatIsStoredInMemory(Holdfast holdfast, TestStore store) {
        holdfast.open(StateSpec.named("cart")).write(w -> w.set("items", 2));
        Holdfast again = store.restart();
        StateAssert.assertThat(again.open(StateSpec.named("cart"))).has("items", 2);
        around.set(0, again);
    }

    @Test
    void anotherEngine_sharesStoreAndTime(Holdfast holdfast, TestStore store, TestClock clock) {
        Holdfast other = store.another();
        holdfast.open(StateSpec.named("cart")).write(w -> w.set("items", 2));
        State there = other.open(StateSpec.named("cart"));
        StateAssert.assertThat(there).has("items", 2);
        clock.pass(Duration.ofHours(1));
        there.write(w -> w.set("items", 3));
        assertThat(there.read().updatedAt()).isEqualTo(clock.instant());
    }

    @Nested
    @HoldfastTest("file:" + HoldfastTest.FOLDER + "/store")
    final class InFiles {
        private static final List<Path> FOLDERS = new ArrayList<>();

        @RepeatedTest(2)
        void files_areInAFolderThatIsRemoved(Holdfast holdfast, TestStore store) {
            Path folder = store.folder();
            assertThat(folder.resolve("store")).isDirectory();
            assertThat(FOLDERS).doesNotContain(folder).noneMatch(Files::exists);
            FOLDERS.add(folder);
            holdfast.open(StateSpec.named("cart")).write(w -> w.set("items", 2));
            Holdfast again = store.restart();
            StateAssert.assertThat(again.open(StateSpec.named("cart"))).has("items", 2);
            around.set(0, again);
        }
    }
}
