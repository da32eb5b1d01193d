package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.history.RegisterOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class LinearizabilityTest {
    @Test
    void read_mayShowAnOverlappingWriteOrNot() {
        RegisterOperation write = write(1, 10, 7);
        assertThat(violations(write, read(2, 5, 7))).isEmpty();
        assertThat(violations(write, read(2, 5, 0))).isEmpty();
        assertThat(violations(write, read(2, 5, 8))).containsExactly("key");
    }

    @Test
    void read_afterAnAnsweredWriteShowsIt() {
        assertThat(violations(write(1, 2, 7), read(3, 4, 7))).isEmpty();
        assertThat(violations(write(1, 2, 7), read(3, 4, 0))).containsExactly("key");
    }

    @Test
    void reads_cannotDisagreeAboutTheOrderOfWrites() {
        assertThat(violations(write(1, 9, 7), write(1, 9, 8), read(2, 3, 7), read(4, 5, 8), read(6, 7, 7)))
                .containsExactly("key");
    }

    @Test
    void write_withoutAnswerMayComeAtAnyTimeOrNever() {
        RegisterOperation lost = write(1, RecordedOperation.NEVER, 7);
        assertThat(violations(lost, read(2, 3, 0), read(4, 5, 7))).isEmpty();
        assertThat(violations(lost, read(2, 3, 0), read(4, 5, 0))).isEmpty();
        assertThat(violations(lost, read(2, 3, 7), read(4, 5, 0))).containsExactly("key");
    }

    @Test
    void compareAndSet_ofOneValueSucceedsOnce() {
        assertThat(violations(swap(1, 9, 0, 7), swap(1, 9, 7, 8), read(10, 11, 8)))
                .isEmpty();
        assertThat(violations(swap(1, 9, 0, 7), swap(1, 9, 0, 8))).containsExactly("key");
    }

    @Test
    void compareAndSet_isRefusedOnlyIfAnotherValueCanHaveBeenThere() {
        RegisterOperation refused = new RegisterOperation(1, "key", 3, 4, Kind.COMPARE_AND_SET_REFUSED, 0, 9);
        assertThat(violations(refused)).containsExactly("key");
        assertThat(violations(write(1, 9, 7), refused)).isEmpty();
    }

    @Test
    void keys_areIndependent() {
        RegisterOperation other = new RegisterOperation(1, "other", 3, 4, Kind.READ, 0, 9);
        assertThat(violations(write(1, 2, 7), read(3, 4, 7), other)).containsExactly("other");
    }

    @TestFactory
    Stream<DynamicTest> order_isFoundInRightHistoriesAndMissedInWrongOnes() {
        return LongStream.range(0, 20)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    List<RegisterOperation> right = simulated(new Random(seed));
                    assertThat(Linearizability.violations(right)).isEmpty();
                    assertThat(Linearizability.violations(withAStaleRead(right)))
                            .containsExactly("key");
                }));
    }

    /** Calls that take effect one after the other, but last longer, so that they overlap. */
    private static List<RegisterOperation> simulated(Random random) {
        List<RegisterOperation> operations = new ArrayList<>();
        long held = 0;
        for (long time = 100; time < 6_000; time += 100) {
            long begun = time - random.nextInt(800);
            long ended = time + random.nextInt(800);
            RegisterOperation call = random.nextInt(20) == 0
                    ? write(begun, RecordedOperation.NEVER, time)
                    : switch (random.nextInt(3)) {
                        case 0 -> read(begun, ended, held);
                        case 1 -> write(begun, ended, time);
                        default -> swap(begun, ended, held, time);
                    };
            held = call.after(held);
            operations.add(call);
        }
        return operations;
    }

    /** Adds a read of an overwritten value, long after all other calls were answered. */
    private static List<RegisterOperation> withAStaleRead(List<RegisterOperation> right) {
        List<RegisterOperation> wrong = new ArrayList<>(right);
        wrong.add(write(30_000, 30_001, 30_000));
        wrong.add(read(30_002, 30_003, 0));
        return wrong;
    }

    private static List<String> violations(RegisterOperation... operations) {
        return Linearizability.violations(List.of(operations));
    }

    private static RegisterOperation read(long begun, long ended, long value) {
        return new RegisterOperation(1, "key", begun, ended, Kind.READ, 0, value);
    }

    private static RegisterOperation write(long begun, long ended, long value) {
        return new RegisterOperation(1, "key", begun, ended, Kind.WRITE, 0, value);
    }

    private static RegisterOperation swap(long begun, long ended, long expected, long value) {
        return new RegisterOperation(1, "key", begun, ended, Kind.COMPARE_AND_SET, expected, value);
    }
}
