package dev.holdfast.testkit.engine;

import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.testkit.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeededRunTest {
    private static final int COMMANDS = 500;

    @Test
    void events_hashesAndAnswers_areAsRecorded() {
        Recording recording = new Recording();
        MemoryStorage storage = new MemoryStorage();
        try (CommitLog log = MemoryLog.open(storage);
                SeededRun run = new SeededRun(MemoryLog.open(storage))) {
            run.commands(COMMANDS).forEach(recording::add);
            List<FeedPage.Entry> entries =
                    log.feed(0, Cursor.START, Integer.MAX_VALUE, Duration.ZERO).entries();
            for (FeedPage.Entry entry : entries) {
                Commit commit = entry.commit();
                recording.add(
                        new String(commit.event().borrow(), StandardCharsets.UTF_8),
                        commit.event().borrow(),
                        commit.hash().borrow(),
                        (entry.state() + " " + commit.revision() + commit.command() + commit.at())
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        recording.check(SeededRunTest.class, "seeded-run.txt");
    }
}
