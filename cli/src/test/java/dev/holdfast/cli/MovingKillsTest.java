package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.StateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What was killed while it moved states is carried out again, and nothing is missing or there twice. */
final class MovingKillsTest {
    private static final int STATES = 25;

    @TempDir
    private Path home;

    /** So many rounds; {@code holdfast.kills} asks for more. */
    @TestFactory
    Stream<DynamicTest> movingThatIsKilledGoesOn() {
        LongStream seeds = Long.getLong("holdfast.seed") != null
                ? LongStream.of(Long.getLong("holdfast.seed"))
                : ThreadLocalRandom.current().longs(Integer.getInteger("holdfast.kills", 1), 0, Integer.MAX_VALUE);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> round(seed)));
    }

    private void round(long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Path place = Files.createDirectories(home.resolve("round-" + seed));
        String source = "sqlite:" + fill(place.resolve("source.db"));
        List<String> expected = exported(place, source);

        Path backup = place.resolve("backup");
        killed(random, backup.resolve("backup-000001.jsonl.part"), "backup", backup.toString(), "--store", source);
        done(place, "backup", backup.toString(), "--store", source);

        String restored = "sqlite:" + place.resolve("restored.db");
        Path written = place.resolve("restored.db-wal");
        killed(random, written, "restore", backup.toString(), "--to", restored);
        int again = new Shell(place)
                .run("restore", backup.toString(), "--to", restored)
                .code();
        assertThat(again).as("0, or 3 if it was done before it was killed").isIn(0, 3);
        assertThat(exported(place, restored)).isEqualTo(expected);

        Path file = place.resolve("moved");
        done(place, "export", file.toString(), "--store", source);
        String files = "file:" + place.resolve("files");
        killed(random, place.resolve("files/000001.jsonl"), "import", file.toString(), "--store", files);
        done(place, "import", file.toString(), "--store", files);
        assertThat(exported(place, files)).isEqualTo(expected);
        for (String store : List.of(restored, files)) {
            done(place, "verify", "--store", store);
        }
    }

    private static Path fill(Path database) {
        try (Holdfast holdfast = Holdfast.open("sqlite:" + database)) {
            for (int i = 0; i < STATES; i++) {
                String text = "%d ".formatted(i).repeat(5_000);
                holdfast.open(StateSpec.named("state-" + i))
                        .write(w -> w.set("text", text).set("n", 1));
            }
        }
        return database;
    }

    /** Runs a command in a process of its own, and kills that once a file has some size. */
    private void killed(Random random, Path file, String... arguments) throws IOException, InterruptedException {
        long size = 1L + random.nextInt(STATES * 12_000);
        KilledCommand.run(home, file, size, arguments);
    }

    private static void done(Path place, String... arguments) {
        Shell.Result result = new Shell(place).run(arguments);
        assertThat(result.code())
                .as(String.join(" ", arguments) + ": " + result.err())
                .isZero();
    }

    private static List<String> exported(Path place, String store) {
        Shell.Result result = new Shell(place).run("export", "-", "--store", store);
        List<String> lines = result.out().lines().toList();
        return IntStream.range(1, lines.size() - 1).mapToObj(lines::get).toList();
    }
}
