package dev.holdfast.rules;

import static dev.holdfast.testkit.SingleQuoted.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.RunState;
import dev.holdfast.engine.Runs;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a search for work costs the store, and that it finds the work of all processes whatever this one does. */
final class SearchesForWorkTest {
    private static final JsonObject ITEMS = object("""
        {'name':'items','version':'1','steps':{'all':{'kind':'for_each','items':'input','max_concurrency':2,
           'do':{'work':'spin'}}}}\
        """);

    private static final JsonObject ONE = object("{'name':'one','version':'1','steps':{'spin':{}}}");

    private final MemoryStorage storage = new MemoryStorage();

    /** A client of the store that counts listings. */
    private static final class Listed extends ForwardingLog {
        private final AtomicLong lists = new AtomicLong();

        Listed(CommitLog log) {
            super(log);
        }

        @Override
        public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
            lists.incrementAndGet();
            return super.list(shard, filter, after, max);
        }
    }

    private Holdfast open(CommitLog log) {
        return Holdfast.on(log).open();
    }

    private static Runs runs(Holdfast holdfast) {
        return holdfast.as(Principal.local("worker")).runs();
    }

    private static Optional<ClaimedStep> next(Runs runs) {
        try {
            return runs.next(Set.of("spin"), Duration.ofMinutes(1), Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RunState started(Runs runs, int items) {
        List<Json> all = Stream.<Json>generate(() -> Json.of(1)).limit(items).toList();
        return runs.start(RunSpec.of(ITEMS).input(JsonArray.copyOf(all))).state();
    }

    private static ClaimedStep carryOut(Runs runs) {
        ClaimedStep step = next(runs).orElseThrow();
        runs.run(step.run().value()).report(step, Json.NULL);
        return step;
    }

    @Test
    void searches_seldomListWhatThisProcessHasMadeReady() {
        Listed log = new Listed(MemoryLog.open(storage));
        try (Holdfast holdfast = open(log)) {
            Runs runs = runs(holdfast);
            next(runs);
            started(runs, 300);
            long before = log.lists.get();
            for (int i = 0; i < 300; i++) {
                carryOut(runs);
            }
            assertThat(log.lists.get() - before).isLessThan(30);
            assertThat(next(runs)).isEmpty();
        }
    }

    @Test
    void searches_shareOneListing() {
        try (Holdfast elsewhere = open(MemoryLog.open(storage))) {
            for (int i = 0; i < 60; i++) {
                runs(elsewhere).start(RunSpec.of(ONE));
            }
        }
        Listed log = new Listed(MemoryLog.open(storage));
        try (Holdfast holdfast = open(log)) {
            long before = log.lists.get();
            for (int i = 0; i < 60; i++) {
                carryOut(runs(holdfast));
            }
            assertThat(log.lists.get() - before).isLessThan(15);
        }
    }

    @Test
    void work_ofAnotherProcessIsFoundThoughThereIsAlwaysWorkOfThisOne() {
        try (Holdfast here = open(MemoryLog.open(storage));
                Holdfast there = open(MemoryLog.open(storage))) {
            Runs runs = runs(here);
            started(runs, 500);
            for (int i = 0; i < 10; i++) {
                carryOut(runs);
            }
            StateId other = runs(there).start(RunSpec.of(ONE)).state().handle();

            assertThat(Stream.generate(() -> carryOut(runs).run()).limit(300)).contains(other);
        }
    }

    /** Refusals take the turn, and come after what was stored before. */
    @Test
    void runs_thatMovedOnAreNotAsked() {
        try (Holdfast holdfast = open(MemoryLog.open(storage))) {
            Runs runs = runs(holdfast);
            List<RunState> started = Stream.generate(
                            () -> runs.start(RunSpec.of(ONE)).state())
                    .limit(20)
                    .toList();
            StateId first = carryOut(runs).run();
            started.stream()
                    .filter(run -> !run.handle().equals(first))
                    .forEach(run -> run.claim(Set.of("spin"), Duration.ofMinutes(1)));

            assertThat(next(runs)).isEmpty();
            assertThat(holdfast.figures().commands()).doesNotContainKey("rejected");
        }
    }

    @Test
    void work_thatIsPausedOrClosedIsNotAskedFor() {
        try (Holdfast holdfast = open(MemoryLog.open(storage))) {
            Runs runs = runs(holdfast);
            next(runs); // from here on what is made ready is left to searches
            runs.start(RunSpec.of(ONE)).state().pause(null);
            runs.start(RunSpec.of(ONE)).state().state().close(null);

            assertThat(next(runs)).isEmpty();
            assertThat(holdfast.figures().commands()).doesNotContainKey("rejected");
        }
    }
}
