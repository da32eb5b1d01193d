package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing a client while it is in use. */
public interface ClosingContract extends StoreFixture {
    /** Number of threads that append until the store is closed. */
    int WRITERS = 8;

    @Test
    default void close_duringAppendsAnswersEveryCallAndKeepsWhatItAcknowledged() {
        StateId id = Samples.freshId();
        try (CommitLog onlooker = open()) {
            CommitLog log = open();
            AtomicInteger acknowledged = new AtomicInteger();
            CountDownLatch underWay = new CountDownLatch(50);
            Future<Integer> writers = Crowd.start(() -> Crowd.run(WRITERS, thread -> {
                        appendUntilClosed(log, id, acknowledged, underWay);
                        return thread;
                    })
                    .size());
            Crowd.await(underWay);
            log.close();
            assertThat(Crowd.join(writers)).isEqualTo(WRITERS);
            assertThat(onlooker.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                            .commits())
                    .extracting(Commit::revision)
                    .hasSizeGreaterThanOrEqualTo(acknowledged.get());
        }
    }

    @Test
    default void close_twiceIsHarmless() {
        StateId id = Samples.freshId();
        try (CommitLog other = open()) {
            CommitLog log = open();
            List<Commit> commits = Samples.fill(log, id, 2);
            log.close();
            log.close();
            assertThat(other.read(id, 1, 10, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                            .commits())
                    .isEqualTo(commits);
            assertThat(Samples.appendTo(other, Samples.append(id, 2))).isInstanceOf(Appended.class);
        }
    }

    private static void appendUntilClosed(
            CommitLog log, StateId id, AtomicInteger acknowledged, CountDownLatch underWay) {
        for (int tries = 0; tries < Integer.MAX_VALUE; tries++) {
            try {
                int expected = acknowledged.get();
                AppendResult result = Samples.appendTo(log, Samples.append(id, expected));
                if (result instanceof Appended) {
                    acknowledged.accumulateAndGet(expected + 1, Math::max);
                    underWay.countDown();
                } else if (result instanceof AppendResult.NotAttempted
                        || result instanceof AppendResult.Indeterminate) {
                    return;
                }
            } catch (StoreUnavailableException e) {
                return;
            }
        }
    }
}
