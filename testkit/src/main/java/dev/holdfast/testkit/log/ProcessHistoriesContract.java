package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.history.HistoryChecker;
import dev.holdfast.testkit.history.HistoryLines;
import dev.holdfast.testkit.history.HistoryRecorder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recorded histories of eight clients in four processes, checked by the rules that every store obeys. */
public interface ProcessHistoriesContract extends ProcessTimersContract {
    @TestFactory
    default Stream<DynamicTest> history_ofFourProcessesKeepsTheRules() {
        return Seeds.tests(1, seed -> historyKeepsTheRules(seed, 0));
    }

    /** The last calls of the killed process have no answer, so their outcome is unknown. */
    @TestFactory
    default Stream<DynamicTest> history_withAProcessKilledKeepsTheRules() {
        return Seeds.tests(1, seed -> historyKeepsTheRules(seed, 20 + (int) (seed % 40)));
    }

    /** @param killAfter the number of lines after which one process is killed; 0 for none */
    private void historyKeepsTheRules(long seed, int killAfter) {
        Path place = place().resolveSibling("seed-" + seed + "-" + killAfter);
        try (CommitLog log = open(place, PATIENCE)) {
            HistoryRecorder recorder = new HistoryRecorder(log, 4);
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int process = 0; process < 4; process++) {
                    children.add(start(place, recorder, seed, process));
                }
                children.forEach(ChildProcess::line);
                children.forEach(ChildProcess::goOn);
                Crowd.runOnPlatformThreads(4, process -> {
                    int least = process == 0 && killAfter > 0 ? killAfter : Integer.MAX_VALUE;
                    listen(children.get(process), recorder, least);
                    return process;
                });
            } finally {
                children.forEach(ChildProcess::close);
            }
            assertThat(HistoryChecker.check(recorder.finish())).isEmpty();
        }
    }

    private ChildProcess start(Path place, HistoryRecorder recorder, long seed, int process) {
        String states = recorder.states().stream().map(StateId::value).collect(Collectors.joining(","));
        return ChildProcess.start(getClass(), "history", place, states, 2 * process, 60, seed);
    }

    private static void listen(ChildProcess child, HistoryRecorder recorder, int most) {
        List<String> lines = new ArrayList<>();
        for (String line = child.lineOrEnd(); !line.isEmpty(); line = child.lineOrEnd()) {
            lines.add(line);
            if (lines.size() == most) {
                lines.addAll(child.kill());
            }
        }
        lines.stream().filter(HistoryLines::isWhole).map(HistoryLines::parse).forEach(recorder::record);
    }
}
