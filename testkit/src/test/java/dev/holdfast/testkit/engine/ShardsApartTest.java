package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.ShardedMemory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ShardsApartTest {
    private final AtomicReference<@Nullable StateId> slow = new AtomicReference<>();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CommitLog log = new ForwardingLog(new ShardedMemory(4).client()) {
        @Override
        public List<AppendResult> append(List<Append> batch) {
            if (batch.stream().anyMatch(append -> append.state().equals(slow.get()))) {
                stuck.countDown();
                Crowd.await(goOn);
            }
            return super.append(batch);
        }
    };

    /** Neither a caller that commits by itself nor one that hands its command over. */
    @Test
    void writeToAState_waitsForNoAppendOfAnotherShard() {
        try (Holdfast holdfast = Holdfast.on(log).timersByHand().open()) {
            State one = holdfast.open(StateSpec.unnamed());
            State other = Stream.generate(() -> holdfast.open(StateSpec.unnamed()))
                    .filter(state -> shard(state) != shard(one))
                    .findFirst()
                    .orElseThrow();
            slow.set(one.handle());
            Future<Written> waiting = Crowd.start(() -> one.write(w -> w.set("a", 1)));
            try {
                Crowd.await(stuck);
                assertThat(other.write(w -> w.set("a", 1)).revision()).isEqualTo(2);
                Written handedOver = Crowd.join(Crowd.start(() -> other.write(w -> w.set("a", 2))));
                assertThat(handedOver.revision()).isEqualTo(3);
                assertThat(waiting.isDone()).isFalse();
            } finally {
                goOn.countDown();
            }
            assertThat(Crowd.join(waiting).revision()).isEqualTo(2);
        }
    }

    private int shard(State state) {
        return log.info().shardOf(state.handle());
    }
}
