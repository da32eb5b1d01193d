package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.StoreFixture;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random steps, which must get the same answers as from the store in memory. */
public interface ModelContract extends StoreFixture {
    /** Number of random steps per seed. */
    int STEPS = 150;

    @TestFactory
    default Stream<DynamicTest> store_answersLikeTheStoreInMemory() {
        return LongStream.range(0, 8)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> answersLikeTheStoreInMemory(seed)));
    }

    private void answersLikeTheStoreInMemory(long seed) {
        try (CommitLog log = open();
                CommitLog model = MemoryLog.open()) {
            RandomWork work = new RandomWork(new Random(seed));
            for (int step = 0; step < STEPS; step++) {
                RandomWork.Step next = work.next(model);
                assertThat(next.answer(log))
                        .as("step %d of seed %d: %s", step, seed, next)
                        .isEqualTo(next.answer(model));
            }
        }
    }
}
