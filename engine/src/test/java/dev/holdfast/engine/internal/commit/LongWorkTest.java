package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryProvider;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Commands whose rules cost as much as a test wants. */
final class LongWorkTest {
    /** More than the committer does itself, less than there is in all. */
    private static final long DEAR = 1 << 20;

    private static final Principal OWNER = Principal.local("default");
    private static final Principal OTHER = Principal.local("other");

    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicReference<Runnable> whileWorking = new AtomicReference<>(() -> {});
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    @Test
    void dearCommand_holdsUpNoOtherState() {
        try (Holdfast holdfast = open()) {
            State dear = dear(holdfast);
            State other = holdfast.as(OTHER).open(StateSpec.named("other")).state();
            whileWorking.set(() -> other.write(write -> write.set("k", 1)));

            dear.write(write -> write.set("dear", 1));

            assertThat(rounds).hasValue(1);
            assertThat(other.read().document().get("k")).isEqualTo(Json.of(1));
            assertThat(dear.read().document().get("dear")).isEqualTo(Json.of(1));
        }
    }

    @Test
    void dearCommandWhoseStateMoves_isWorkedOutAgainAndAtLastLetsNoOtherIn() {
        try (Holdfast holdfast = open()) {
            State dear = dear(holdfast);
            List<CompletableFuture<Long>> others = new ArrayList<>();
            whileWorking.set(() -> {
                CompletableFuture<Long> revision = CompletableFuture.supplyAsync(
                        () -> dear.write(write -> write.increment("cheap", 1)).revision());
                others.add(revision);
                if (rounds.get() <= 3) {
                    revision.join();
                }
            });

            long revision = dear.write(write -> write.set("dear", 1)).revision();

            assertThat(rounds).hasValue(4);
            assertThat(others.stream().map(CompletableFuture::join)).containsExactly(2L, 3L, 4L, revision + 1);
            assertThat(revision).isEqualTo(5);
            assertThat(dear.read().document().get("cheap")).isEqualTo(Json.of(4));
        }
    }

    @Test
    void commandThatCostsMoreThanAll_isRefusedAndChangesNothing() {
        try (Holdfast holdfast = open()) {
            State dear = dear(holdfast);

            Failure failure = failure(() -> dear.write(write -> write.set("endless", 1)));

            assertThat(failure.code()).isEqualTo(Failure.Code.REJECTED);
            assertThat(failure.facts().toString()).contains("too much work");
            assertThat(dear.read().revision()).isEqualTo(1);
        }
    }

    @Test
    void commandWhoseCallerLeaves_endsAndIsNotCarriedOut() throws InterruptedException {
        try (Holdfast holdfast = open()) {
            State dear = dear(holdfast);
            CountDownLatch working = new CountDownLatch(1);
            whileWorking.set(working::countDown);
            AtomicReference<Failure> failure = new AtomicReference<>();
            Thread caller = Thread.ofVirtual()
                    .start(() -> failure.set(failure(() -> dear.write(write -> write.set("patient", 1)))));
            working.await();

            caller.interrupt();
            caller.join();

            assertThat(failure.get().code()).isEqualTo(Failure.Code.UNAVAILABLE);
            assertThat(failure.get().facts().string("outcome")).isEqualTo("none");
            assertThat(dear.read().revision()).isEqualTo(1);
        }
    }

    @Test
    void closing_endsWhatIsUnderWay() throws InterruptedException {
        Holdfast holdfast = open();
        State dear = dear(holdfast);
        CountDownLatch working = new CountDownLatch(1);
        whileWorking.set(working::countDown);
        CompletableFuture<Failure> failure =
                CompletableFuture.supplyAsync(() -> failure(() -> dear.write(write -> write.set("patient", 1))));
        working.await();

        holdfast.close();

        assertThat(failure.join().code()).isEqualTo(Failure.Code.UNAVAILABLE);
    }

    @Test
    void delayedWriteThatCannotBeCarriedOut_lapses() {
        try (Holdfast holdfast = open()) {
            State dear = dear(holdfast);
            dear.write(write -> write.set("endless", 1).delay(Duration.ofSeconds(5)));
            dear.write(write -> write.set("failing", 1).delay(Duration.ofSeconds(6)));
            dear.write(write -> write.set("dear", 1).delay(Duration.ofSeconds(7)));
            now = now.plusSeconds(10);

            holdfast.fireTimers();

            assertThat(dear.read().scheduled()).isEmpty();
            assertThat(dear.read().document()).isEqualTo(JsonObject.of("dear", Json.of(1)));
            assertThat(dear.history(1, 100).stream().map(event -> String.valueOf(event.note())))
                    .anyMatch(note -> note.startsWith("rejected"))
                    .anyMatch(note -> note.startsWith("invalid: It cannot be carried out"));
        }
    }

    @Test
    void listing_endsAPageWhereItsStepsEndAndGoesOnFromThere() {
        try (Holdfast holdfast = open()) {
            for (int i = 0; i < 10; i++) {
                holdfast.open(StateSpec.named("s" + i).data(JsonObject.of("large", Json.of(i))));
            }
            int pages = 0;
            int found = 0;
            Listing page = holdfast.as(OWNER).list(ListQuery.ALL.where("cost"));
            while (page.next() != null) {
                pages++;
                found += page.states().size();
                page = holdfast.as(OWNER).list(new ListQuery(null, Map.of(), null, page.next(), 100, "cost"));
            }
            assertThat(found + page.states().size()).isEqualTo(10);
            assertThat(pages).isBetween(2, 5);
        }
    }

    private static State dear(Holdfast holdfast) {
        return holdfast.open(StateSpec.named("dear").rules(List.of(new Rule("cost", "it may cost something"))));
    }

    private Holdfast open() {
        return Holdfast.on(new MemoryProvider().open("memory:"))
                .rules(new Costing())
                .clock(() -> now)
                .timersByHand()
                .open();
    }

    private static Failure failure(Runnable call) {
        return catchThrowableOfType(HoldfastException.class, call::run).failure();
    }

    /** One rule: it is true, and costs what the document says. */
    private final class Costing implements RuleCompiler {
        @Override
        public SchemaCheck schema(Json schema) throws CompilationException {
            throw new CompilationException("there are no schemas here");
        }

        @Override
        public Expression expression(String source, Set<String> variables) {
            return (values, time, steps) -> {
                evaluate((JsonObject) Objects.requireNonNull(values.get("self")), steps);
                return Json.of(true);
            };
        }

        private void evaluate(JsonObject self, Steps steps) {
            if (self.has("failing")) {
                throw new ArithmeticException();
            }
            steps.spend(self.has("large") ? 1 << 23 : 1);
            boolean begun = rounds.get() > 0 && rounds.get() < 4;
            if (self.has("dear") && (begun || !self.has("cheap"))) {
                steps.spend(DEAR);
                rounds.incrementAndGet();
                whileWorking.get().run();
            }
            while (self.has("endless")) {
                steps.spend(DEAR);
            }
            if (self.has("patient")) {
                steps.spend(DEAR);
                whileWorking.get().run();
                while (true) {
                    steps.spend(1);
                    Thread.onSpinWait();
                }
            }
        }
    }
}
