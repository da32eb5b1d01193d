package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Migrated;
import dev.holdfast.engine.moving.MigrationStep;
import dev.holdfast.engine.moving.MigrationStep.Stage;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.ShardedMemory;
import dev.holdfast.testkit.engine.SeededRun;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store is moved to another while it is used: nothing is missing there, nothing is twice, and only one is used. */
public interface MigrationContract {
    /** Whose states these tests make. */
    Principal MOVED = Principal.local("migrant");

    /** Nothing happens meanwhile. */
    Consumer<MigrationStep> QUIET = step -> {};

    /** Opens the store of that name; it is empty at first, and no other test has it. */
    CommitLog store(String name);

    private static Holdfast engine(CommitLog log) {
        return Holdfast.on(log).timersByHand().removalPause(Duration.ZERO).open();
    }

    private static Migrated migrate(Holdfast source, CommitLog target) {
        return Holdfast.on(target).migrateFrom(source, null, QUIET);
    }

    /** From this store to others and back to one like it, event by event. */
    @Test
    default void migration_isTheSameThroughEveryStore() {
        try (SeededRun run = new SeededRun(store("first"))) {
            run.commands(300);
        }
        ShardedMemory sharded = new ShardedMemory(3);
        MemoryStorage memory = new MemoryStorage();
        List<Supplier<CommitLog>> way =
                List.of(() -> store("first"), sharded::client, () -> MemoryLog.open(memory), () -> store("last"));
        List<String> expected;
        try (Holdfast first = engine(store("first"))) {
            MovedStates.everyKind(first.as(MOVED));
            first.as(MOVED).open(StateSpec.named("erased")).state().erase(null);
            first.compact(Progress.NONE);
            expected = lines(first);
        }
        for (int i = 0; i + 1 < way.size(); i++) {
            try (Holdfast source = engine(way.get(i).get())) {
                Migrated told = migrate(source, way.get(i + 1).get());
                assertThat(told.done()).as(told.toString()).isTrue();
                assertThat(told.stopped()).isPositive();
                assertThat(lines(source)).isEqualTo(expected);
                assertMoved(source);
            }
            try (Holdfast target = engine(way.get(i + 1).get())) {
                assertThat(lines(target)).isEqualTo(expected);
                assertThat(target.verify(Progress.NONE).damages()).isEmpty();
            }
        }
        try (Holdfast last = engine(store("last"))) {
            State plan = last.as(MOVED).open(StateSpec.named("plan")).state();
            assertThat(plan.write(w -> w.set("n", 1).commandId("first")).replayed())
                    .isTrue();
            plan.write(w -> w.set("on", 1));
            assertThat(last.mintCommandId()).doesNotStartWith("r1-");
        }
    }

    /** A caller who asks a store that was moved for a change is told where to, and may read. */
    private static void assertMoved(Holdfast source) {
        Failure refused =
                failure(Code.UNAVAILABLE, () -> source.as(MOVED).state("@plan").write(w -> w.set("late", 1)));
        assertThat(refused.facts().string("moved_to")).isNotBlank();
        assertThat(source.as(MOVED).state("@plan").read().document().has("n")).isTrue();
        failure(Code.UNAVAILABLE, () -> source.as(MOVED).open(StateSpec.named("fresh")));
    }

    @Test
    default void migration_losesNothingThatIsWrittenMeanwhile() throws Exception {
        List<StateId> counters;
        try (Holdfast source = engine(store("busy"));
                Holdfast other = engine(store("busy"))) {
            counters = List.of("a", "b", "c").stream()
                    .map(name ->
                            source.as(MOVED).open(StateSpec.named(name)).state().handle())
                    .toList();
            AtomicInteger known = new AtomicInteger();
            AtomicInteger unknown = new AtomicInteger();
            try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
                List<Future<Failure>> all = List.of(source, other, source, other).stream()
                        .map(holdfast -> writers.submit(() -> write(holdfast, counters, known, unknown)))
                        .toList();
                Migrated told = migrate(source, store("quiet"));
                assertThat(told.done()).as(told.toString()).isTrue();
                for (Future<Failure> each : all) {
                    assertThat(each.get().facts().has("moved_to")).isTrue();
                }
            }
            assertThat(known.get()).isPositive();
            try (Holdfast target = engine(store("quiet"))) {
                assertThat(count(target, counters)).isBetween(known.longValue(), known.longValue() + unknown.get());
                assertThat(target.verify(Progress.NONE).damages()).isEmpty();
            }
        }
    }

    /** Counts one up after the other until the store was moved; returns what is told then. */
    private static Failure write(
            Holdfast holdfast, List<StateId> counters, AtomicInteger known, AtomicInteger unknown) {
        for (int i = 0; ; i++) {
            State counter =
                    holdfast.as(MOVED).state(counters.get(i % counters.size()).value());
            try {
                counter.write(w -> w.increment("n", 1));
                known.incrementAndGet();
            } catch (HoldfastException e) {
                if (e.failure().facts().has("moved_to")) {
                    return e.failure();
                } else if (!"none".equals(e.failure().facts().string("outcome"))) {
                    unknown.incrementAndGet();
                }
            }
        }
    }

    private static long count(Holdfast holdfast, List<StateId> counters) {
        return counters.stream()
                .map(id ->
                        holdfast.as(MOVED).state(id.value()).read().document().number("n"))
                .filter(Objects::nonNull)
                .mapToLong(JsonNumber::toLong)
                .sum();
    }

    /** Cut at one change of either store after the other, until it gets through. */
    @Test
    default void migration_thatIsCutAnywhereGoesOn() {
        List<String> expected = source("cut");
        boolean done = false;
        int cuts = 0;
        while (!done) {
            done = migrated("cut", "whole", cuts) == null;
            cuts += done ? 0 : 1;
            if (!done && cuts % 4 == 0) {
                assertSourceIsUsed("cut", "whole", expected);
            }
        }
        assertThat(cuts).isGreaterThan(3);
        assertTargetIsUsed("cut", "whole", expected);
    }

    /** Cut at the last changes of all, by which the one store is given up and the other taken into use. */
    @Test
    default void migration_thatIsCutAtTheEndGoesOn() {
        List<String> expected = source("end-0");
        Cut counted = new Cut(store("end-0"), new AtomicInteger(Integer.MAX_VALUE));
        assertThat(migrated(counted, new Cut(store("target-0"), counted.left)).done())
                .isTrue();
        int changes = Integer.MAX_VALUE - counted.left.get();
        for (int fromTheEnd = 1; fromTheEnd <= 3; fromTheEnd++) {
            String source = "end-" + fromTheEnd;
            String target = "target-" + fromTheEnd;
            assertThat(source(source)).hasSameSizeAs(expected);
            List<String> lines = used(source, MigrationContract::lines);
            assertThat(migrated(source, target, changes - fromTheEnd)).isNotNull();
            assertThatThrownBy(() -> engine(store(target))).hasMessageContaining("moved to this one");
            if (fromTheEnd < 3) { // It says by then that it is stopped, or that it was moved.
                used(source, holdfast -> failure(Code.UNAVAILABLE, () -> write(holdfast)));
            }
            if (fromTheEnd > 1) {
                boolean ended = used(source, holdfast -> holdfast.moving().cancelMigration());
                assertThat(ended).isTrue();
                used(source, holdfast -> write(holdfast));
                lines = used(source, MigrationContract::lines);
            } else {
                used(
                        source,
                        holdfast ->
                                failure(Code.CONFLICT, () -> holdfast.moving().cancelMigration()));
            }
            assertThat(migrated(source, target, Integer.MAX_VALUE)).isNull();
            assertTargetIsUsed(source, target, lines);
        }
    }

    private static Written write(Holdfast holdfast) {
        return holdfast.as(MOVED).state("@plan").write(w -> w.increment("again", 1));
    }

    /** A store with all kinds of states. */
    private List<String> source(String name) {
        return used(name, holdfast -> {
            MovedStates.everyKind(holdfast.as(MOVED));
            holdfast.compact(Progress.NONE);
            return lines(holdfast);
        });
    }

    private <T> T used(String name, Function<Holdfast, T> use) {
        try (Holdfast holdfast = engine(store(name))) {
            return use.apply(holdfast);
        }
    }

    /** Moves a store until so many changes of both are made; tells what it failed with, null if it did not. */
    private @Nullable Exception migrated(String source, String target, int changes) {
        AtomicInteger left = new AtomicInteger(changes);
        try {
            assertThat(migrated(new Cut(store(source), left), new Cut(store(target), left))
                            .done())
                    .isTrue();
            return null;
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining(Cut.MESSAGE);
            return e;
        } catch (HoldfastException e) {
            assertThat(e.failure().facts().string("reason")).contains(Cut.MESSAGE);
            return e;
        }
    }

    private static Migrated migrated(CommitLog source, CommitLog target) {
        try (Holdfast holdfast = engine(source)) {
            return migrate(holdfast, target);
        }
    }

    private void assertSourceIsUsed(String source, String target, List<String> expected) {
        assertThat(used(source, MigrationContract::lines)).isEqualTo(expected);
        assertThatThrownBy(() -> engine(store(target)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("moved to this one");
    }

    private void assertTargetIsUsed(String source, String target, List<String> expected) {
        used(source, holdfast -> {
            assertThat(lines(holdfast)).isEqualTo(expected);
            assertMoved(holdfast);
            return migrate(holdfast, store(target)).done();
        });
        used(target, holdfast -> {
            assertThat(lines(holdfast)).isEqualTo(expected);
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            return write(holdfast);
        });
    }

    /** A store that fails after some changes of it or of another. */
    final class Cut extends ForwardingLog {
        static final String MESSAGE = "the power failed";

        private final AtomicInteger left;

        Cut(CommitLog log, AtomicInteger left) {
            super(log);
            this.left = left;
        }

        private void cut() {
            if (left.getAndDecrement() <= 0) {
                throw StoreUnavailableException.unusable(MESSAGE);
            }
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            cut();
            return super.append(batch);
        }

        @Override
        public boolean begin(StateId id, Base base, StateHeader header) {
            cut();
            return super.begin(id, base, header);
        }

        @Override
        public boolean tombstone(StateId id, long expected) {
            cut();
            return super.tombstone(id, expected);
        }
    }

    @Test
    default void migration_followsWhatIsErasedAndCreatedMeanwhile() {
        try (Holdfast source = engine(store("erasing"))) {
            States states = source.as(MOVED);
            State secret = states.open(StateSpec.named("erased")).state();
            secret.write(w -> w.set("secret", 1));
            StateId erased = secret.handle();
            AtomicBoolean meanwhile = new AtomicBoolean();
            StateId kept = states.open(StateSpec.named("kept").keep(Keep.revisions(1)))
                    .state()
                    .handle();
            Migrated told = Holdfast.on(store("erasing-2")).migrateFrom(source, null, step -> {
                if (step.stage() == Stage.COPYING && step.states() > 0 && meanwhile.compareAndSet(false, true)) {
                    states.open(StateSpec.named("later")).state().write(w -> w.set("n", 1));
                    states.state(erased.value()).erase(null);
                    for (int i = 0; i < 5; i++) {
                        states.state(kept.value()).write(w -> w.increment("n", 1));
                    }
                    assertThat(source.compact(Progress.NONE).events()).isZero();
                }
            });
            assertThat(told.done()).as(told.toString()).isTrue();
            assertThat(told.erased()).isEqualTo(1);
            try (Holdfast target = engine(store("erasing-2"))) {
                assertThat(lines(target)).isEqualTo(lines(source));
                failure(
                        Code.NOT_FOUND,
                        () -> target.as(MOVED).state(erased.value()).read());
                assertThat(target.as(MOVED).state("@later").read().document().has("n"))
                        .isTrue();
                assertThat(target.compact(Progress.NONE).events()).isPositive();
            }
        }
    }

    @Test
    default void migration_goesNowhereElse() {
        try (Holdfast source = engine(store("one"));
                Holdfast second = engine(store("two"))) {
            source.as(MOVED).open(StateSpec.named("plan")).state().write(w -> w.set("n", 1));
            second.as(MOVED).open(StateSpec.named("plan"));
            failure(Code.CONFLICT, () -> migrate(source, store("two")));
            failure(Code.CONFLICT, () -> migrate(source, store("one")));
            source.as(MOVED).state("@plan").write(w -> w.set("n", 2));
            assertThat(source.moving().cancelMigration()).isFalse();

            assertThatThrownBy(() -> Holdfast.on(store("three")).migrateFrom(source, null, step -> {
                        throw new IllegalStateException("cut");
                    }))
                    .hasMessage("cut");
            failure(Code.CONFLICT, () -> migrate(source, store("four")));
            failure(Code.CONFLICT, () -> migrate(second, store("three")));
            source.as(MOVED).state("@plan").write(w -> w.set("n", 3));
            assertThat(source.moving().cancelMigration()).isTrue();
            assertThat(migrate(source, store("four")).done()).isTrue();
            failure(Code.CONFLICT, () -> source.moving().cancelMigration());
            failure(Code.CONFLICT, () -> migrate(source, store("three")));
            assertThat(second.moving().cancelMigration()).isFalse();
        }
        try (Holdfast fourth = engine(store("four"))) {
            assertThat(migrate(fourth, store("five")).done()).isTrue();
            failure(Code.CONFLICT, () -> migrate(fourth, store("one")));
        }
    }

    @Test
    default void migration_findsWhatWasTamperedWith() {
        StateId spoiled;
        try (Holdfast source = engine(store("spoiled"))) {
            MovedStates.everyKind(source.as(MOVED));
            spoiled = source.as(MOVED).state("@plan").handle();
        }
        CommitLog tampered = new ForwardingLog(store("spoiled")) {
            @Override
            public CommitPage read(StateId id, long from, int commits, int bytes, Consistency consistency) {
                CommitPage page = super.read(id, from, commits, bytes, consistency);
                return id.equals(spoiled) && from == 1 && commits > 1
                        ? Altered.event(page, 1, event -> Altered.flipped(event, event.length() / 2))
                        : page;
            }
        };
        try (Holdfast source = engine(tampered)) {
            Migrated told = migrate(source, store("sound"));
            assertThat(told.done()).isFalse();
            assertThat(told.damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.state()).isEqualTo(spoiled));
            source.as(MOVED).state("@compacted").write(w -> w.set("goes", "on"));
        }
        assertThatThrownBy(() -> engine(store("sound"))).isInstanceOf(StoreUnavailableException.class);
        try (Holdfast source = engine(store("spoiled"))) {
            assertThat(migrate(source, store("sound")).done()).isTrue();
        }
    }

    private static List<String> lines(Holdfast holdfast) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        holdfast.moving().export(new ExportSelection.All(), ExportContent.HISTORY, out, Progress.NONE);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        return lines.subList(1, lines.size() - 1).stream().sorted().toList();
    }
}
