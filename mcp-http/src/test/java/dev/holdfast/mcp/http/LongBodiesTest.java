package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LongBodiesTest {
    private static final int LONG = LongBodies.SHORT + 1;
    private static final int BODIES = 64;

    private final LongBodies bodies = new LongBodies();

    @Test
    void body_thatIsShortIsReadByTheThreadThatReceivedIt() {
        assertThat(bodies.read("alice", LongBodies.SHORT, Thread::currentThread))
                .isSameAs(Thread.currentThread());
    }

    @Test
    void body_thatIsLongOccupiesNoCarrier() throws Exception {
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread reading = requests.submit(() -> bodies.read("alice", LONG, Thread::currentThread))
                    .get();
            assertThat(reading.isVirtual()).isFalse();
        }
        assertThatThrownBy(() -> bodies.read("alice", LONG, LongBodiesTest::refuse))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(bodies.isIdle()).isTrue();
    }

    private static int refuse() {
        throw new IllegalArgumentException("refused");
    }

    @Test
    void bodies_ofOneHolderAreReadOneAtATimeAndNoOthersWait() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch aliceIsServed = new CountDownLatch(1);
        List<Future<Integer>> all = new ArrayList<>();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BODIES; i++) {
                all.add(requests.submit(() -> bodies.read("mallory", LONG, () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    begun.countDown();
                    await(aliceIsServed);
                    return running.decrementAndGet();
                })));
            }
            begun.await();
            assertThat(requests.submit(() -> bodies.read("alice", LONG, () -> "served"))
                            .get())
                    .isEqualTo("served");
            aliceIsServed.countDown();
            for (Future<Integer> each : all) {
                assertThat(each.get()).isZero();
            }
        }
        assertThat(most).hasValue(1);
        assertThat(bodies.isIdle()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
