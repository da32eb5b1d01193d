package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class PatienceTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");

    @Test
    void waitsThatLastTooLong_areAllEnded() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1_000);
        try (Patience patience = new Patience(Duration.ofMillis(10))) {
            for (int i = 0; i < 1_000; i++) {
                patience.begin(ended::countDown);
            }
            ended.await();
        }
    }

    @Test
    void waitThatIsOver_isNotEnded() throws InterruptedException {
        AtomicBoolean endedAfterAll = new AtomicBoolean();
        try (Patience patience = new Patience(Duration.ofMillis(10))) {
            patience.begin(() -> endedAfterAll.set(true)).over();
            for (int i = 0; i < 3; i++) {
                CountDownLatch ended = new CountDownLatch(1);
                patience.begin(ended::countDown);
                ended.await();
            }
        }
        assertThat(endedAfterAll).isFalse();
    }

    @Test
    void caller_learnsWhetherItsCommandMayHaveBeenCarriedOut() throws Exception {
        Pending waiting = pending();
        Pending takenUp = pending();
        takenUp.take();
        try (Patience patience = new Patience(Duration.ofMillis(10))) {
            assertThat(outcome(waiting.await(patience))).isEqualTo("none");
            assertThat(outcome(takenUp.await(patience))).isEqualTo("unknown");
        }
        assertThat(waiting.take()).isFalse();
    }

    @Test
    void answersInTime_reachTheirCallers() throws Exception {
        List<Pending> pendings = new ArrayList<>();
        List<Future<Pending.Reply>> replies = new ArrayList<>();
        try (Patience patience = new Patience(Duration.ofHours(1));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                Pending pending = pending();
                pendings.add(pending);
                replies.add(callers.submit(() -> pending.await(patience)));
            }
            pendings.forEach(pending -> pending.sendBack(Pending.SentBack.MOVED));
            for (Future<Pending.Reply> reply : replies) {
                assertThat(reply.get()).isEqualTo(Pending.SentBack.MOVED);
            }
        }
    }

    private static String outcome(Pending.Reply reply) {
        Failure failure = ((CommandOutcome.Refused) ((Pending.Answer) reply).outcome()).failure();
        return String.valueOf(failure.facts().string("outcome"));
    }

    private static Pending pending() {
        Command command = Command.of(ID, Principal.local("default"), null, new Change.Renew());
        return new Pending(command, new Entry(ID), null, new AppendAttempts());
    }
}
