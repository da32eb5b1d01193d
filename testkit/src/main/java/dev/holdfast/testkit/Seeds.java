package dev.holdfast.testkit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Seeds of random tests: new ones at every run, shown in the name of the test. {@code -Dholdfast.seed=N} repeats one,
 * {@code -Dholdfast.seeds=N} runs more of them than a normal build has time for.
 */
public final class Seeds {
    private Seeds() {}

    /**
     * One test for each seed.
     *
     * @param normally how many seeds a normal build runs
     */
    public static Stream<DynamicTest> tests(int normally, LongConsumer test) {
        Long only = Long.getLong("holdfast.seed");
        LongStream seeds = only != null
                ? LongStream.of(only)
                : ThreadLocalRandom.current().longs(Long.getLong("holdfast.seeds", normally), 0, Integer.MAX_VALUE);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> test.accept(seed)));
    }
}
