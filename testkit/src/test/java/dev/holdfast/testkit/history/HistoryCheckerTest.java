package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class HistoryCheckerTest {
    private static final int SEEDS = 3;

    @TestFactory
    Stream<DynamicTest> check_acceptsRightHistories() {
        return LongStream.range(0, 20)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed,
                        () -> assertThat(HistoryChecker.check(SimulatedHistory.of(seed)))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> check_acceptsHistoriesReadFromLines() {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    StoreHistory history = SimulatedHistory.of(seed);
                    assertThat(history.operations().stream()
                                    .map(HistoryLines::print)
                                    .map(HistoryLines::parse))
                            .containsExactlyElementsOf(history.operations());
                }));
    }

    @TestFactory
    Stream<DynamicTest> check_namesTheRuleThatAWrongHistoryBreaks() {
        return Falsified.ALL.stream()
                .flatMap(falsified -> LongStream.range(0, SEEDS)
                        .mapToObj(seed -> DynamicTest.dynamicTest(
                                falsified.name() + ", seed " + seed, () -> namesTheBrokenRule(falsified, seed))));
    }

    private static void namesTheBrokenRule(Falsified falsified, long seed) {
        StoreHistory wrong = falsified.of(SimulatedHistory.of(seed), new Random(seed));
        assertThat(HistoryChecker.check(wrong)).extracting(Violation::rule).contains(falsified.broken());
    }
}
