package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Asked;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.OpenQuestions;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.Resolution.How;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Questions to people: found by those who may answer, answered once, and over when their time is. */
public interface QuestionContract extends StoreFixture {
    QuestionSpec DEPLOY = QuestionSpec.of("Deploy?").choices("now", "later", "never");
    Duration TIME = Duration.ofHours(1);

    @Test
    default void question_isOpenUntilItIsAnswered() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String me = engine.states().principal().id();

            Asked asked = state.ask(DEPLOY);

            Question question = new Question(
                    asked.id(),
                    "Deploy?",
                    DEPLOY.choices(),
                    me,
                    null,
                    engine.time().instant(),
                    null,
                    null);
            assertThat(asked.question()).isEqualTo(question);
            assertThat(state.read().questions()).containsExactly(question);
            assertThat(engine.states().questions(null).questions())
                    .containsExactly(new OpenQuestions.Entry(state.handle(), null, me, question));

            Resolution resolution =
                    state.answer(asked.id(), "later", "on Monday", null).resolution();
            assertThat(resolution)
                    .isEqualTo(new Resolution(
                            asked.id(), How.ANSWERED, "later", me, engine.time().instant(), "on Monday"));
            assertThat(state.read().questions()).isEmpty();
            assertThat(state.read().resolution(asked.id())).isEqualTo(resolution);
            assertThat(engine.states().questions(null).questions()).isEmpty();
            List<Event> events = state.history(2, 9);
            assertThat(events).extracting(Event::type).containsExactly(EventType.ASKED, EventType.ANSWERED);
            assertThat(events.getLast().cause()).isEqualTo(new Cause.Resolves(asked.id(), "later"));
            assertThat(events.getLast().actor()).isEqualTo(me);
            assertThat(events.getLast().note()).isEqualTo("on Monday");
        }
    }

    @Test
    default void secondAnswer_isToldOfTheFirst() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String id = state.ask(DEPLOY).id();
            failure(Code.INVALID, () -> state.answer(id, "perhaps"));
            state.answer(id, "now", null, "op");

            Failure told = failure(Code.CONFLICT, () -> state.answer(id, "never"));
            assertThat(told.facts().string("choice")).isEqualTo("now");
            assertThat(told.facts().string("how")).isEqualTo("answered");
            assertThat(told.facts().string("by"))
                    .isEqualTo(engine.states().principal().id());
            assertThat(told.facts().string("at"))
                    .isEqualTo(engine.time().instant().toString());
            failure(Code.CONFLICT, () -> state.withdraw(id, null));
            failure(Code.NOT_FOUND, () -> state.answer("a99", "now"));
            assertThat(state.answer(id, "now", null, "op").replayed()).isTrue();
            assertThat(state.answer(id, "now", null, "op").resolution())
                    .isEqualTo(state.read().resolution(id));
            failure(Code.OP_REUSED, () -> state.answer(id, "never", null, "op"));
        }
    }

    @Test
    default void question_isAnsweredByOneOfMany() {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            for (int round = 0; round < 10; round++) {
                String id = state.ask(DEPLOY).id();
                List<String> answered =
                        Crowd.run(
                                        8,
                                        i -> answered(
                                                i % 2 == 0 ? state : same,
                                                id,
                                                DEPLOY.choices().get(i % 3)))
                                .stream()
                                .filter(choice -> !choice.isEmpty())
                                .toList();
                assertThat(answered)
                        .containsExactly(Objects.requireNonNull(state.read().resolution(id))
                                .choice());
            }
            assertThat(state.history(2, 100)).hasSize(20);
        }
    }

    @Test
    default void question_endsWithItsDefaultOrWithout() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String withDefault = state.ask(DEPLOY.byDefault("never", TIME)).id();
            String without = state.ask(DEPLOY.ttl(TIME.multipliedBy(2))).id();

            engine.time().pass(TIME);
            Resolution ended = Objects.requireNonNull(state.read().resolution(withDefault));
            assertThat(ended.how()).isEqualTo(How.EXPIRED);
            assertThat(ended.choice()).isEqualTo("never");
            assertThat(ended.at()).isEqualTo(engine.time().instant());
            failure(Code.CONFLICT, () -> state.answer(withDefault, "now"));
            assertThat(state.read().resolution(withDefault)).isEqualTo(ended);
            assertThat(state.read().questions()).extracting(Question::id).containsExactly(without);

            engine.pass(TIME.multipliedBy(9));
            assertThat(state.read().questions()).isEmpty();
            assertThat(Objects.requireNonNull(state.read().resolution(without)).choice())
                    .isNull();
            assertThat(state.history(4, 9))
                    .extracting(Event::type, Event::cause)
                    .containsExactly(
                            tuple(EventType.LAPSED, new Cause.Resolves(withDefault, "never")),
                            tuple(EventType.LAPSED, new Cause.Resolves(without, null)));
        }
    }

    /** What is due earlier ends earlier, however late it is looked at; and only what is due. */
    @Test
    default void questions_endInTheOrderOfTheirTimesAmongOtherThings() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            state.write(w -> w.set("code", Json.of(1), TIME.multipliedBy(3)));
            String last = state.ask(DEPLOY.ttl(TIME.multipliedBy(4))).id();
            String first = state.ask(DEPLOY.ttl(TIME)).id();
            state.write(w -> w.set("a", 1).delay(TIME.multipliedBy(2)));
            String open = state.ask(DEPLOY.ttl(TIME.multipliedBy(50))).id();
            long before = state.read().revision();

            engine.pass(TIME.multipliedBy(5));

            assertThat(state.history(before + 1, 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.LAPSED, EventType.WRITTEN, EventType.LAPSED, EventType.LAPSED);
            assertThat(state.history(before + 1, 9).getFirst().cause()).isEqualTo(new Cause.Resolves(first, null));
            assertThat(state.history(before + 1, 9).getLast().cause()).isEqualTo(new Cause.Resolves(last, null));
            assertThat(state.read().questions()).extracting(Question::id).containsExactly(open);
        }
    }

    /** A default counts only for one who had the time to answer. */
    @Test
    default void question_ofAClockAheadEndsWithoutItsDefault() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("lasting"));
            engine.time().pass(Duration.ofDays(20));
            String id = state.ask(DEPLOY.byDefault("now", TIME)).id();
            String lasting = state.ask(DEPLOY).id();
            engine.time().pass(Duration.ofDays(-20));

            Resolution ended = Objects.requireNonNull(state.read().resolution(id));
            assertThat(ended.how()).isEqualTo(How.EXPIRED);
            assertThat(ended.choice()).isNull();
            failure(Code.CONFLICT, () -> state.answer(id, "now"));
            assertThat(state.read().resolution(id)).isEqualTo(ended);
            assertThat(state.read().questions()).extracting(Question::id).containsExactly(lasting);
        }
    }

    @Test
    default void question_leavesTheDocumentAlone() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            long read = state.write(w -> w.set("k", 1)).revision();
            String id = state.ask(DEPLOY).id();
            String other = state.ask(DEPLOY).id();
            state.answer(id, "now");

            assertThat(state.since(read).changed()).isEmpty();
            state.write(w -> w.set("k", 2).ifRevision(read));
            state.undo();
            state.undo();
            assertThat(state.read().document().isEmpty()).isTrue();
            assertThat(state.read().questions()).extracting(Question::id).containsExactly(other);
            assertThat(state.read().resolution(id)).isNotNull();

            State fork = engine.fork(state);
            assertThat(fork.read().questions()).isEmpty();
            assertThat(fork.read().resolution(id)).isNull();
            assertThat(engine.states().questions(null).questions()).hasSize(1);
        }
    }

    @Test
    default void question_outlivesCompactionAndTheProcess() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.unnamed().keep(Keep.revisions(1)));
            String ended = state.ask(DEPLOY).id();
            state.answer(ended, "now");
            String open = state.ask(DEPLOY.byDefault("never", TIME)).id();
            for (int i = 0; i < 5; i++) {
                int value = i;
                state.write(w -> w.set("k", value));
            }
            assertThat(state.compact()).isPositive();
            try (EngineUnderTest later = engine.second()) {
                State same = later.states().state(state.handle().value());
                assertThat(same.read().questions()).isEqualTo(state.read().questions());
                assertThat(same.read().resolution(ended)).isEqualTo(state.read().resolution(ended));
                assertThat(later.states().questions(null).questions()).hasSize(1);
                later.pass(TIME);
                assertThat(Objects.requireNonNull(state.read().resolution(open)).choice())
                        .isEqualTo("never");
                assertThat(engine.states().questions(null).questions()).isEmpty();
            }
        }
    }

    @Test
    default void wait_endsWithTheQuestion() throws InterruptedException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            State state = engine.open();
            State same = elsewhere.states().state(state.handle().value());
            String id = state.ask(DEPLOY).id();
            assertThat(state.awaitAnswer(id, Duration.ZERO)).isEmpty();

            Future<Optional<Resolution>> waiting = Crowd.start(() -> state.awaitAnswer(id, Duration.ofSeconds(30)));
            while (engine.holdfast().figures().listeners() == 0) {
                Thread.onSpinWait();
            }
            same.write(w -> w.set("k", 1));
            same.answer(id, "later");
            assertThat(Crowd.join(waiting).map(Resolution::choice)).contains("later");
            assertThat(same.awaitAnswer(id, Duration.ZERO)).isPresent();
            failure(Code.NOT_FOUND, () -> state.awaitAnswer("a99", Duration.ZERO));
        }
    }

    @Test
    default void wait_endsWhenTheTimeOfTheQuestionIsOver() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String id = state.ask(DEPLOY.byDefault("never", TIME)).id();
            Future<Optional<Resolution>> waiting = Crowd.start(() -> state.awaitAnswer(id, Duration.ofSeconds(30)));
            while (engine.holdfast().figures().listeners() == 0) {
                Thread.onSpinWait();
            }
            engine.pass(TIME);
            assertThat(Crowd.join(waiting).map(Resolution::choice)).contains("never");
        }
    }

    @Test
    default void question_isForThoseWhoMayAnswer() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            States agent = as(engine, "agent");
            States boss = as(engine, "boss");
            States other = as(engine, "other");
            State state = agent.open(StateSpec.unnamed()).state();
            String handle = state.handle().value();
            failure(
                    Code.INVALID,
                    () -> state.ask(DEPLOY.askedOf(boss.principal().id())));
            failure(
                    Code.INVALID,
                    () -> state.ask(DEPLOY.askedOf(agent.principal().id())));
            state.share(boss.principal().id(), Access.READ);
            state.share(other.principal().id(), Access.WRITE);
            boss.state(handle).read();
            other.state(handle).read();

            String bosses = state.ask(DEPLOY.askedOf(boss.principal().id())).id();
            String anyones = other.state(handle).ask(DEPLOY).id();
            assertThat(ids(agent)).containsExactly(anyones);
            assertThat(ids(boss)).containsExactly(bosses, anyones);
            assertThat(ids(other)).isEmpty();
            assertThat(ids(as(engine, "stranger"))).isEmpty();

            failure(Code.FORBIDDEN, () -> state.answer(bosses, "now"));
            failure(Code.FORBIDDEN, () -> other.state(handle).answer(bosses, "now"));
            failure(Code.FORBIDDEN, () -> other.state(handle).answer(anyones, "now"));
            failure(Code.NOT_FOUND, () -> as(engine, "stranger").state(handle).answer(bosses, "now"));
            failure(Code.FORBIDDEN, () -> boss.state(handle).ask(DEPLOY));
            failure(Code.FORBIDDEN, () -> other.state(handle).withdraw(bosses, null));
            assertThat(boss.state(handle).answer(bosses, "now").resolution())
                    .extracting(Resolution::by)
                    .isEqualTo(boss.principal().id());
            assertThat(state.withdraw(anyones, null).resolution())
                    .extracting(Resolution::how)
                    .isEqualTo(How.WITHDRAWN);
        }
    }

    @Test
    default void questions_areNotListedWhileTheirStateIsClosed() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            String id = state.ask(DEPLOY).id();
            state.close(null);
            assertThat(engine.states().questions(null).questions()).isEmpty();
            engine.opening(StateSpec.handle(state.handle().value()));
            assertThat(engine.states().questions(null).questions()).hasSize(1);
            state.withdraw(id, null);
            assertThat(engine.states().questions(null).questions()).isEmpty();
            assertThat(state.history(1, 9).getLast().note()).isEqualTo("withdrawn");
        }
    }

    @Test
    default void question_mustMakeSense() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open();
            failure(Code.INVALID, () -> QuestionSpec.of(" "));
            failure(Code.INVALID, () -> QuestionSpec.of("x".repeat(QuestionSpec.LONGEST_TEXT + 1)));
            failure(Code.INVALID, () -> DEPLOY.choices("one"));
            failure(Code.INVALID, () -> DEPLOY.choices("one", "one"));
            failure(Code.INVALID, () -> DEPLOY.choices("one", "x".repeat(QuestionSpec.LONGEST_CHOICE + 1)));
            failure(Code.INVALID, () -> DEPLOY.ttl(Duration.ZERO));
            failure(Code.INVALID, () -> DEPLOY.byDefault("perhaps", TIME));
            String longest = state.ask(DEPLOY).id();
            failure(Code.INVALID, () -> state.answer(longest, "now", "x".repeat(501), null));
            for (int i = 1; i < 20; i++) {
                state.ask(DEPLOY);
            }
            assertThat(failure(Code.LIMIT, () -> state.ask(DEPLOY)).facts().string("limit"))
                    .isEqualTo("questions");
            state.answer(longest, "now");
            state.ask(DEPLOY);
        }
    }

    /** How questions ended is kept of the last ones. */
    @Test
    default void endsOfQuestions_areKeptOfTheLastOnes() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(JsonObject.of("k", Json.of(1)));
            String first = state.ask(DEPLOY).id();
            state.answer(first, "now");
            String last = first;
            for (int i = 0; i < 20; i++) {
                assertThat(state.read().resolution(first)).isNotNull();
                last = state.ask(DEPLOY).id();
                state.answer(last, "now");
            }
            assertThat(state.read().resolution(first)).isNull();
            assertThat(state.read().resolution(last)).isNotNull();
            failure(Code.NOT_FOUND, () -> state.answer(first, "now"));
        }
    }

    private static List<String> ids(States states) {
        return states.questions(null).questions().stream()
                .map(entry -> entry.question().id())
                .toList();
    }

    private static States as(EngineUnderTest engine, String who) {
        String namespace = engine.states().principal().id().replace("local/", "");
        return engine.holdfast().as(Principal.of(who + "-" + namespace));
    }

    private static String answered(State state, String id, String choice) {
        try {
            return Objects.requireNonNull(state.answer(id, choice).resolution()).choice() + "";
        } catch (HoldfastException e) {
            return "";
        }
    }
}
