package dev.holdfast.store.file;

import dev.holdfast.testkit.Recording;
import dev.holdfast.testkit.engine.SeededRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the log are those that the same commands led to in earlier versions. */
final class RecordedFilesTest {
    private static final int COMMANDS = 200;

    @Test
    void lines_areAsRecorded(@TempDir Path folder) throws IOException {
        try (SeededRun run = new SeededRun(FileStore.open(folder))) {
            run.commands(COMMANDS);
        }
        Recording recording = new Recording();
        for (Path segment : segments(folder)) {
            lines(segment).forEach(recording::add);
        }
        recording.check(RecordedFilesTest.class, "recorded-lines.txt");
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** All but the title, which names the store, and the empty lines written ahead. */
    private static List<String> lines(Path segment) throws IOException {
        return new String(Files.readAllBytes(segment), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
