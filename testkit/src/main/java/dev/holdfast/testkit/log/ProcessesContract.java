package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One store used by several processes. A child process opens the store through the test's class, which needs a
 * constructor without arguments.
 */
public interface ProcessesContract extends ClientFixture {
    /** How long clients wait for the turn to write. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** A path for a store that does not exist yet; the same for all calls of one test. */
    Path place();

    @Test
    default void newStore_openedByFourAtOnceBecomesOneStore() {
        List<ChildProcess> children = children(4, "open");
        try {
            children.forEach(ChildProcess::line);
            children.forEach(ChildProcess::goOn);
            assertThat(new HashSet<>(children.stream().map(ChildProcess::line).toList()))
                    .hasSize(1);
        } finally {
            children.forEach(ChildProcess::close);
        }
        try (CommitLog log = open(place(), PATIENCE)) {
            assertThat(log.feed(0, Cursor.START, 10, Duration.ZERO).entries()).hasSize(4);
        }
    }

    @Test
    default void turns_letProcessesShareOneStateWithoutConflict() {
        try (CommitLog log = open(place(), PATIENCE)) {
            assumeTurns(log);
        }
        for (int processes : new int[] {2, 4}) {
            shareOneState(processes);
        }
    }

    private void shareOneState(int processes) {
        StateId id = Samples.freshId();
        int each = 100;
        List<ChildProcess> children = children(processes, "take turns", id, each);
        try {
            children.forEach(ChildProcess::line);
            children.forEach(ChildProcess::goOn);
            for (ChildProcess child : children) {
                assertThat(Stream.generate(child::line).limit(each)).containsOnly("Appended");
            }
        } finally {
            children.forEach(ChildProcess::close);
        }
        try (CommitLog log = open(place(), PATIENCE)) {
            assertThat(commits(log, id)).extracting(Commit::revision).isEqualTo(upTo(processes * each));
        }
    }

    @Test
    default void turn_heldByAStuckProcessIsReportedWhileReadsGoOn() {
        StateId id = Samples.freshId();
        try (CommitLog log = open(place(), Duration.ofMillis(200));
                ChildProcess child = child("hold")) {
            assumeTurns(log);
            assertThat(child.line()).isEqualTo("held");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> log.append(List.of(Samples.append(id, 0))))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("try again");
            }
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
            child.goOn();
            assertThat(child.lineOrEnd()).isEmpty();
            assertThat(Samples.appendTo(log, Samples.append(id, 0))).isInstanceOf(Appended.class);
        }
        try (ChildProcess child = child("try", Samples.freshId())) {
            assertThat(child.line()).isEqualTo("Appended");
        }
    }

    @Test
    default void turn_ofAKilledProcessIsFree() {
        try (CommitLog log = open(place(), PATIENCE);
                ChildProcess child = child("hold")) {
            assumeTurns(log);
            assertThat(child.line()).isEqualTo("held");
            Future<Integer> waiting =
                    Crowd.start(() -> Samples.fill(log, Samples.freshId(), 1).size());
            child.kill();
            assertThat(Crowd.join(waiting)).isEqualTo(1);
        }
    }

    /** As when each has a store and its audit log. */
    @Test
    default void turnsOfTwoStores_eachHeldByOneProcessAndWantedByTheOther_areNoDeadlock() {
        Path second = place().resolveSibling("second");
        try (CommitLog log = open(place(), PATIENCE);
                CommitLog other = open(second, PATIENCE);
                ChildProcess child = child("hold and want", second)) {
            assumeTurns(log);
            Turn held = other.turn();
            assertThat(child.line()).isEqualTo("held");
            Future<Boolean> wanted = Crowd.start(() -> {
                log.turn().close();
                return true;
            });
            assertThatThrownBy(() -> wanted.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            child.goOn();
            assertThat(Crowd.join(wanted)).isTrue();
            held.close();
            assertThat(child.line()).isEqualTo("taken");
        }
    }

    @Test
    default void turn_outlivesOtherClientsOfItsProcess() {
        try (CommitLog log = open(place(), PATIENCE)) {
            assumeTurns(log);
            StateId id = Samples.freshId();
            try (Turn turn = log.turn()) {
                assertThat(turn).isNotEqualTo(Turn.NONE);
                open(place(), PATIENCE).close();
                try (ChildProcess child = child("try", id)) {
                    assertThat(child.line()).isEqualTo("unavailable");
                }
            }
            try (ChildProcess child = child("try", id)) {
                assertThat(child.line()).isEqualTo("Appended");
            }
        }
    }

    @Test
    default void kill_losesNothingThatWasAcknowledged() {
        StateId id = Samples.freshId();
        List<String> told = new ArrayList<>();
        long known;
        try (CommitLog log = open(place(), PATIENCE)) {
            known = log.epoch();
        }
        for (int round = 0; round < 4; round++) {
            try (ChildProcess child = child("append", id, Integer.MAX_VALUE)) {
                for (int i = 0; i < 20 + 17 * round; i++) {
                    told.add(child.line());
                }
                told.addAll(child.kill());
            }
            try (CommitLog log = open(place(), PATIENCE)) {
                List<Commit> commits = commits(log, id);
                assertThat(commits).extracting(Commit::revision).isEqualTo(upTo(commits.size()));
                assertThat(commits.stream().map(commit -> commit.revision() + " " + commit.hash()))
                        .containsAll(told);
                assertThat(Samples.appendTo(log, Samples.append(id, commits.size())))
                        .isInstanceOf(Appended.class);
                assertThat(log.epoch() == CommitLog.UNKNOWN_EPOCH).isEqualTo(known == CommitLog.UNKNOWN_EPOCH);
            }
        }
    }

    @Test
    default void feed_tellsOfCommitsOfOtherProcesses() {
        StateId id = Samples.freshId();
        int count = 100;
        try (CommitLog log = open(place(), PATIENCE);
                ChildProcess child = child("append", id, count)) {
            List<Long> told = new ArrayList<>();
            Cursor cursor = Cursor.START;
            while (told.size() < count) {
                FeedPage page = log.feed(0, cursor, 10, Duration.ofSeconds(Crowd.PATIENCE_SECONDS));
                page.entries().forEach(entry -> told.add(entry.commit().revision()));
                cursor = page.next();
            }
            assertThat(told).isEqualTo(upTo(count));
            assertThat(child.line()).startsWith("1 ");
        }
    }

    /**
     * Two processes append and report what was acknowledged, and an observer in this process reports what it was shown.
     * A client that appends as well must never rely on a head older than these.
     */
    @Test
    default void epoch_thatIsEqualMeansThatNoOtherProcessWasMissed() {
        List<StateId> states = List.of(Samples.freshId(), Samples.freshId());
        int count = 300;
        try (CommitLog log = open(place(), PATIENCE);
                CommitLog other = open(place(), PATIENCE);
                ChildProcess one = child("append", states.get(0), count);
                ChildProcess two = child("append", states.get(1), count)) {
            assumeEpochs(log);
            AtomicLong toldByOne = new AtomicLong();
            AtomicLong toldByTwo = new AtomicLong();
            List<Future<Boolean>> telling =
                    List.of(Crowd.start(() -> follow(one, toldByOne)), Crowd.start(() -> follow(two, toldByTwo)));
            Future<Boolean> onlooker = Crowd.start(() -> {
                while (!telling.stream().allMatch(Future::isDone)) {
                    toldByOne.accumulateAndGet(revision(other, states.get(0)), Math::max);
                }
                return true;
            });
            Set<Long> past = new HashSet<>();
            long last = CommitLog.UNKNOWN_EPOCH;
            while (!telling.stream().allMatch(Future::isDone)) {
                Samples.fill(log, Samples.freshId(), 1);
                long epoch = log.epoch();
                long seenOfOne = revision(log, states.get(0));
                long seenOfTwo = revision(log, states.get(1));
                long needOfOne = toldByOne.get();
                long needOfTwo = toldByTwo.get();
                if (epoch == CommitLog.UNKNOWN_EPOCH || epoch != log.epoch()) {
                    continue;
                }
                assertThat(seenOfOne).isGreaterThanOrEqualTo(needOfOne);
                assertThat(seenOfTwo).isGreaterThanOrEqualTo(needOfTwo);
                assertThat(epoch == last || past.add(epoch)).isTrue();
                last = epoch;
            }
            telling.forEach(Crowd::join);
            assertThat(Crowd.join(onlooker)).isTrue();
            assertThat(log.epoch()).isEqualTo(log.epoch()).isNotEqualTo(CommitLog.UNKNOWN_EPOCH);
            assertThat(revision(log, states.get(0))).isEqualTo(count);
            assertThat(revision(log, states.get(1))).isEqualTo(count);
        }
    }

    private static boolean follow(ChildProcess child, AtomicLong told) {
        for (String line = child.lineOrEnd(); !line.isEmpty(); line = child.lineOrEnd()) {
            told.accumulateAndGet(Long.parseLong(line, 0, line.indexOf(' '), 10), Math::max);
        }
        return true;
    }

    private List<ChildProcess> children(int count, String task, Object... arguments) {
        return Collections.nCopies(count, task).stream()
                .map(each -> child(each, arguments))
                .toList();
    }

    private ChildProcess child(String task, Object... arguments) {
        return ChildProcess.start(getClass(), task, place(), arguments);
    }

    private static List<Commit> commits(CommitLog log, StateId id) {
        return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits();
    }

    private static long revision(CommitLog log, StateId id) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live live ? live.revision() : 0;
    }

    private static List<Long> upTo(int newest) {
        return LongStream.rangeClosed(1, newest).boxed().toList();
    }

    private static void assumeTurns(CommitLog log) {
        try (Turn turn = log.turn()) {
            assumeTrue(!turn.equals(Turn.NONE), "this store has no turn");
        }
    }

    private static void assumeEpochs(CommitLog log) {
        assumeTrue(log.epoch() != CommitLog.UNKNOWN_EPOCH, "this store cannot tell what others do");
    }
}
