package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.Conflict;
import dev.holdfast.engine.spi.AppendResult.Gone;
import dev.holdfast.engine.spi.AppendResult.NotAttempted;
import dev.holdfast.engine.spi.AppendResult.TooLarge;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches: one outcome for each append, in order, and of each state a prefix is stored. */
public interface BatchContract extends StoreFixture {
    @Test
    default void batch_ofNothingAnswersNothing() {
        try (CommitLog log = open()) {
            assertThat(log.append(List.of())).isEmpty();
        }
    }

    @Test
    default void batch_mayHoldConsecutiveCommitsOfManyStates() {
        try (CommitLog log = open()) {
            StateId one = Samples.freshId();
            StateId two = Samples.freshId();
            List<Append> batch = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                batch.add(Samples.append(one, i));
                batch.add(Samples.append(two, i));
            }
            assertThat(log.append(batch)).hasSize(100).allMatch(Appended.class::isInstance);
            assertThat(commits(log, one))
                    .isEqualTo(batch.stream()
                            .filter(append -> append.state().equals(one))
                            .map(Append::commit)
                            .toList());
            assertThat(commits(log, two)).hasSize(50);
        }
    }

    @Test
    default void batch_givesEachAppendItsOwnOutcome() {
        try (CommitLog log = open()) {
            StateId fresh = Samples.freshId();
            StateId behind = Samples.freshId();
            StateId erased = Samples.freshId();
            StateId large = Samples.freshId();
            Samples.fill(log, behind, 2);
            Samples.fill(log, erased, 1);
            log.tombstone(erased, 1);
            int tooMuch = (int) log.info().maxCommitBytes() + 1;
            List<AppendResult> results = log.append(List.of(
                    Samples.append(behind, 0),
                    Samples.append(erased, 1),
                    Samples.append(large, Samples.commit(1, null, Samples.bytes(tooMuch))),
                    Samples.append(fresh, 0)));
            assertThat(results)
                    .extracting(Object::getClass)
                    .asInstanceOf(LIST)
                    .containsExactly(Conflict.class, Gone.class, TooLarge.class, Appended.class);
        }
    }

    @Test
    default void batch_attemptsNothingOfAStateAfterItsFirstFailure() {
        try (CommitLog log = open()) {
            StateId broken = Samples.freshId();
            StateId sound = Samples.freshId();
            List<AppendResult> results = log.append(List.of(
                    Samples.append(broken, 0),
                    Samples.append(sound, 0),
                    Samples.append(broken, 5),
                    Samples.append(broken, 1),
                    Samples.append(sound, 1)));
            assertThat(results.get(0)).isInstanceOf(Appended.class);
            assertThat(results.get(2)).isInstanceOf(Conflict.class);
            assertThat(results.get(3)).isInstanceOf(NotAttempted.class);
            assertThat(results.get(1)).isInstanceOf(Appended.class);
            assertThat(results.get(4)).isInstanceOf(Appended.class);
            assertThat(revision(log, broken)).isEqualTo(1);
            assertThat(revision(log, sound)).isEqualTo(2);
        }
    }

    @Test
    default void batch_afterATooLargeCommitStopsThatState() {
        try (CommitLog log = open()) {
            StateId id = Samples.freshId();
            int tooMuch = (int) log.info().maxCommitBytes() + 1;
            List<AppendResult> results = log.append(List.of(
                    Samples.append(id, Samples.commit(1, null, Samples.bytes(tooMuch))), Samples.append(id, 0)));
            assertThat(results.get(0)).isInstanceOf(TooLarge.class);
            assertThat(results.get(1)).isInstanceOf(NotAttempted.class);
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isEqualTo(Head.ABSENT);
        }
    }

    private static List<Commit> commits(CommitLog log, StateId id) {
        return log.read(id, 1, 1000, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits();
    }

    private static long revision(CommitLog log, StateId id) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live live ? live.revision() : 0;
    }
}
