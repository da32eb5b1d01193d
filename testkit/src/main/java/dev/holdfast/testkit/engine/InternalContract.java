package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Internal states, which the embedding program keeps for its own use. */
public interface InternalContract extends StoreFixture {
    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static InternalStates notes(EngineUnderTest engine) {
        return engine.holdfast().internal("notes");
    }

    @Test
    @SuppressWarnings("try") // the subscription is held, not used
    default void internalState_isSharedByAllProcesses() {
        String key = newKey();
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State there = notes(elsewhere).state(key);
            failure(Code.NOT_FOUND, there::read);
            assertThat(notes(engine).create(key, JsonObject.of("n", Json.of(1)), Terms.forGood(Keep.EVERYTHING)))
                    .isTrue();
            CountDownLatch told = new CountDownLatch(1);
            try (var watch = notes(engine).state(key).observe(event -> told.countDown())) {
                there.write(w -> w.increment("n", 1));
                Crowd.await(told);
            }
            assertThat(notes(engine).state(key).read().document()).isEqualTo(JsonObject.of("n", Json.of(2)));
        }
    }

    @Test
    default void internalState_isCreatedByOneOfMany() {
        String key = newKey();
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            var created = Crowd.run(
                    8,
                    i -> notes(i % 2 == 0 ? engine : elsewhere)
                            .create(key, JsonObject.of("by", Json.of(i)), Terms.forGood(Keep.EVERYTHING)));
            assertThat(created).containsOnlyOnce(true);
            assertThat(notes(engine).state(key).read().document().get("by")).isEqualTo(Json.of(created.indexOf(true)));
        }
    }

    @Test
    default void internalState_isNobodysAndInNoList() {
        String key = newKey();
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            notes(engine).create(key, JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING));
            State note = notes(engine).state(key);
            String id = note.handle().value();
            assertThat(id).startsWith("notes_");
            for (Principal principal : new Principal[] {Principal.local("default"), Principal.of("alice")}) {
                failure(Code.INVALID, () -> engine.holdfast().as(principal).state(id));
            }
            assertThat(engine.states().list(ListQuery.ALL).states()).isEmpty();
            assertThat(engine.holdfast()
                            .internal("others")
                            .create(key, JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING)))
                    .as("another kind is another state")
                    .isTrue();
            Statistics counted = engine.holdfast().count(Progress.NONE);
            assertThat(counted.internal()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    default void internalState_livesWhileItIsUsed() {
        String key = newKey();
        Duration most = Duration.ofMinutes(45);
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            notes(engine).create(key, JsonObject.EMPTY, Terms.unlessUnused(Duration.ofHours(1)));
            engine.pass(most);
            notes(elsewhere).state(key).read();
            engine.pass(most);
            notes(engine).state(key).write(w -> w.set("n", 1));
            engine.pass(most);
            assertThat(notes(elsewhere).state(key).read().document().has("n")).isTrue();
            engine.time().pass(Duration.ofHours(1));
            failure(Code.NOT_FOUND, () -> notes(engine).state(key).read());
        }
    }

    @Test
    default void internalState_thatHasEndedIsGoneAtOnceAndForEver() {
        String expired = newKey();
        String erased = newKey();
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            InternalStates notes = notes(engine);
            notes.create(expired, JsonObject.EMPTY, Terms.lasting(Duration.ofHours(1)));
            notes.create(erased, JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING));
            notes.state(erased).erase(null);
            engine.pass(Duration.ofMinutes(59));
            notes.state(expired).write(w -> w.set("used", true));
            engine.pass(Duration.ofMinutes(10));
            Stream.of(expired, erased).forEach(key -> {
                failure(Code.NOT_FOUND, () -> notes.state(key).read());
                failure(Code.NOT_FOUND, () -> notes.state(key).write(w -> w.set("n", 1)));
                assertThat(notes.create(key, JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING)))
                        .isFalse();
                assertThat(log.head(notes.state(key).handle(), Consistency.LINEARIZABLE))
                        .isInstanceOf(Head.Deleted.class);
            });
        }
    }

    @Test
    default void internalStates_ofAKindAreBounded() {
        Limits few = new Limits(1 << 20, 1 << 20, 1 << 20, 64, 100, 2);
        String kind = newKey().chars()
                .limit(8)
                .collect(StringBuilder::new, (text, c) -> text.append((char) ('a' + c % 26)), StringBuilder::append)
                .toString();
        try (Holdfast holdfast = engine(open()).limits(few).open()) {
            InternalStates states = holdfast.internal(kind);
            states.create("a", JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING));
            states.create("b", JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING));
            failure(Code.LIMIT, () -> states.create("c", JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING)));
            states.erase("a");
            assertThat(states.create("c", JsonObject.EMPTY, Terms.forGood(Keep.EVERYTHING)))
                    .isTrue();
        }
    }

    @Test
    default void principal_isNotCalledLikeWhatIsInternal() {
        for (String name : new String[] {"holdfast", "holdfast/notes"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Principal.of(name));
        }
        assertThat(Principal.of("holdfaster").id()).isEqualTo("holdfaster");
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.holdfast().internal("st"));
        }
    }
}
