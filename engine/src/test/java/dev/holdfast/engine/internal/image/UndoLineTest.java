package dev.holdfast.engine.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class UndoLineTest {
    @Test
    void plainWrites_areOneRun() {
        UndoLine line = UndoLine.EMPTY;
        for (long revision = 2; revision <= 10_000; revision++) {
            line = line.written(revision);
        }

        assertThat(line.done()).hasSize(1);
        assertThat(line.undo(5_000).done()).hasSize(2);
        assertThat(line.undo(5_000).canUndo(5_000)).isFalse();
        assertThat(line.undo(5_000).canUndo(4_999)).isTrue();
        assertThat(line.undo(5_000).canUndo(5_001)).isTrue();
    }

    /** Compares random steps with two plain stacks. */
    @TestFactory
    Stream<DynamicTest> anyHistory_isTwoStacks() {
        return IntStream.range(0, 20).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(seed)));
    }

    private static void compare(int seed) {
        Random random = new Random(seed);
        Deque<Long> done = new ArrayDeque<>();
        Deque<Long> undone = new ArrayDeque<>();
        UndoLine line = UndoLine.EMPTY;
        for (long revision = 1; revision < 500; revision++) {
            int act = random.nextInt(5);
            if (act == 0 && !done.isEmpty()) {
                line = line.undo(done.peek());
                undone.push(done.pop());
            } else if (act == 1 && !undone.isEmpty()) {
                line = line.redo(undone.peek());
                done.push(undone.pop());
            } else if (act < 4) {
                line = line.written(revision);
                done.push(revision);
                undone.clear();
            }
            assertThat(line.last()).isEqualTo(done.peek());
            assertThat(line.lastUndone()).isEqualTo(undone.peek());
        }
    }

    /** A base keeps the runs alone; what is folded on it must be the same as what was never read again. */
    @TestFactory
    Stream<DynamicTest> anyHistory_isTheSameOnABase() {
        return IntStream.range(0, 20).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> readAgain(seed)));
    }

    private static void readAgain(int seed) {
        Random random = new Random(seed);
        UndoLine line = UndoLine.EMPTY;
        UndoLine again = UndoLine.EMPTY;
        for (long revision = 1; revision < 200; revision++) {
            Long undone = line.lastUndone();
            int act = random.nextInt(4);
            if (act == 0 && undone != null) {
                line = line.redo(undone);
                again = again.redo(undone);
            } else if (act == 1 && line.last() != null) {
                List<UndoLine.Run> runs = line.runs();
                UndoLine.Run run = runs.get(random.nextInt(runs.size()));
                long any = random.nextLong(run.from(), run.to() + 1);
                line = line.undo(any);
                again = again.undo(any);
            } else {
                line = line.written(revision);
                again = again.written(revision);
            }
            again = random.nextInt(10) == 0 ? UndoLine.of(again.runs(), again.undone()) : again;
            assertThat(again).isEqualTo(line).hasSameHashCodeAs(line);
        }
    }
}
