package dev.holdfast.testkit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Seeds of random tests: fresh ones at every run, told in the name of the test. {@code -Dholdfast.seed=N} repeats one,
 * and {@code -Dholdfast.seeds=N} asks for more than a normal build has time for.
 */
public final class Seeds {
    private Seeds() {}

    /** A test per seed. */
    public static Stream<DynamicTest> tests(int normally, LongConsumer test) {
        Long only = Long.getLong("holdfast.seed");
        LongStream seeds = only != null
                ? LongStream.of(only)
                : ThreadLocalRandom.current().longs(Long.getLong("holdfast.seeds", normally), 0, Integer.MAX_VALUE);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> test.accept(seed)));
    }
}
