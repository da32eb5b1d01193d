package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which thread commits: that of a caller who comes alone, or the committer's. */
final class LeadTest {
    private final SeenLog log = new SeenLog();

    /** A store that remembers who appended how much, and can be held up. */
    private static final class SeenLog extends ForwardingLog {
        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean held;
        private volatile boolean interrupting;
        private volatile boolean closedMeanwhile;

        SeenLog() {
            super(MemoryLog.open());
        }

        @Override
        public Turn turn() {
            if (interrupting) {
                interrupting = false;
                Thread.currentThread().interrupt(); // as one who is interrupted while it waits
                throw StoreUnavailableException.busy("the turn");
            }
            return super.turn();
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            threads.add(Thread.currentThread());
            sizes.add(batch.size());
            if (held) {
                held = false;
                begun.countDown();
                Crowd.await(released);
            }
            return super.append(batch);
        }

        @Override
        public void close() {
            closedMeanwhile = released.getCount() > 0;
            super.close();
        }
    }

    @Test
    void caller_thatComesAloneCommitsOnItsOwnThread() {
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());

            state.write(w -> w.set("a", 1));

            assertThat(log.threads).isNotEmpty().containsOnly(Thread.currentThread());
        }
    }

    @Test
    void caller_onAVirtualThreadLeavesItToTheCommitter() {
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = Crowd.join(Crowd.start(() -> holdfast.open(StateSpec.unnamed())));

            Crowd.join(Crowd.start(() -> state.write(w -> w.set("a", 1))));

            assertThat(log.threads).isNotEmpty().noneMatch(Thread::isVirtual).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void callers_whoComeWhileOneCommitsAreOneGroup() {
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            log.held = true;
            Future<Long> first = onPlatformThread(state);
            Crowd.await(log.begun);
            log.sizes.clear();
            List<Future<Long>> others =
                    IntStream.range(0, 5).mapToObj(i -> onPlatformThread(state)).toList();
            while (holdfast.figures().waiting() < 5) {
                Thread.onSpinWait();
            }

            log.released.countDown();

            assertThat(Crowd.join(first)).isEqualTo(2);
            assertThat(others.stream().map(Crowd::join)).containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L);
            assertThat(log.sizes).containsExactly(5);
        }
    }

    @Test
    void caller_whoIsInterruptedWhileItWaitsForTheTurnCommitsAllTheSame() {
        try (Holdfast holdfast = Holdfast.on(log).open()) {
            State state = holdfast.open(StateSpec.unnamed());
            log.interrupting = true;

            assertThat(state.write(w -> w.set("a", 1)).revision()).isEqualTo(2);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void close_waitsForACallerWhoCommits() throws InterruptedException {
        Holdfast holdfast = Holdfast.on(log).open();
        State state = holdfast.open(StateSpec.unnamed());
        log.held = true;
        Thread.ofPlatform().start(new FutureTask<>(() -> increment(state))); // an answer may not be possible any more
        Crowd.await(log.begun);
        Thread closing = Thread.ofPlatform().start(holdfast::close);
        while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        log.released.countDown();
        closing.join();

        assertThat(log.closedMeanwhile).isFalse();
    }

    private static Future<Long> onPlatformThread(State state) {
        FutureTask<Long> writing = new FutureTask<>(() -> increment(state));
        Thread.ofPlatform().start(writing);
        return writing;
    }

    private static long increment(State state) {
        return state.write(w -> w.increment("n", 1)).revision();
    }
}
