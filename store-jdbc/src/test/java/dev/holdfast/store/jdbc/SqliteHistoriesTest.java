package dev.holdfast.store.jdbc;

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
import org.junit.jupiter.api.io.TempDir;

/** Recorded histories of eight clients in four processes, checked by the rules that every store obeys. */
final class SqliteHistoriesTest {
    private static final int PROCESSES = 4;
    private static final int STATES = 4;
    private static final int CALLS = 60;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> history_ofFourProcessesKeepsTheRules() {
        return Seeds.tests(1, seed -> historyKeepsTheRules(seed, 0));
    }

    /** The last calls of the process that is killed have no answer; what became of them is unknown. */
    @TestFactory
    Stream<DynamicTest> history_withAProcessKilledKeepsTheRules() {
        return Seeds.tests(1, seed -> historyKeepsTheRules(seed, 20 + (int) (seed % 40)));
    }

    /** One process is killed after it told so many lines, if any. */
    private void historyKeepsTheRules(long seed, int killAfter) {
        try (CommitLog log = SqliteStore.open(folder.resolve(seed + "-" + killAfter + ".db"))) {
            HistoryRecorder recorder = new HistoryRecorder(log, STATES);
            List<ChildProcess> children = new ArrayList<>();
            try {
                for (int process = 0; process < PROCESSES; process++) {
                    children.add(start(recorder, seed, killAfter, process));
                }
                children.forEach(ChildProcess::line);
                children.forEach(ChildProcess::goOn);
                Crowd.runOnPlatformThreads(PROCESSES, process -> {
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

    private ChildProcess start(HistoryRecorder recorder, long seed, int killAfter, int process) {
        String states = recorder.states().stream().map(StateId::value).collect(Collectors.joining(","));
        Path file = folder.resolve(seed + "-" + killAfter + ".db");
        return ChildProcess.start("history", file, states, 2 * process, CALLS, seed);
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
