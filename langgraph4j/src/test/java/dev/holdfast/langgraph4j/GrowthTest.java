package dev.holdfast.langgraph4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.FileSystemSaver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a conversation takes on disk, beside the saver that the library brings for files. That one writes all
 * checkpoints anew each time, so that it gets {@code holdfast.growth.own} turns, 60 unless told otherwise.
 */
final class GrowthTest {
    private static final int TURNS = Integer.getInteger("holdfast.growth.turns", 500);
    private static final int OWN_TURNS = Integer.getInteger("holdfast.growth.own", 60);
    private static final String TEXT = " ".repeat(150);

    private static final RunnableConfig THREAD =
            RunnableConfig.builder().threadId("thread").build();

    @TempDir
    private Path folder;

    @Test
    void conversation_growsByWhatWasSaid() throws Exception {
        Path store = folder.resolve("store");
        long half;
        try (Holdfast holdfast = Holdfast.open("file:" + store)) {
            BaseCheckpointSaver saver =
                    StateCheckpointSaver.of(holdfast.as(Principal.of("alice")), new ChatGraph.Serializer());
            half = grown("holdfast", saver, store, TURNS / 2);
            long whole = grown("holdfast", saver, store, TURNS - TURNS / 2);
            assertThat(ChatGraph.compiled(saver).getState(THREAD).state().messages())
                    .hasSize(2 * TURNS);
            assertThat(whole - half).as("the second half of the turns").isLessThan(2 * half);
        }
        assertThat(half).isLessThan(TURNS * 4_000L);
    }

    @Test
    void ownSaver_growsByAllThatWasSaidBefore() throws Exception {
        Path files = folder.resolve("files");
        FileSystemSaver saver = new FileSystemSaver(files, new ChatGraph.Serializer());
        long half = grown("own", saver, files, OWN_TURNS / 2);
        long whole = grown("own", saver, files, OWN_TURNS - OWN_TURNS / 2);
        assertThat(whole - half).as("the second half of the turns").isGreaterThan(2 * half);
    }

    private static long grown(String name, BaseCheckpointSaver saver, Path folder, int turns) throws Exception {
        CompiledGraph<ChatGraph.Chat> graph = ChatGraph.compiled(saver);
        long from = System.nanoTime();
        for (int turn = 0; turn < turns; turn++) {
            assertThat(graph.invoke(Map.of("messages", "turn " + turn + TEXT), THREAD))
                    .isPresent();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        long bytes = size(folder);
        if (Boolean.getBoolean("holdfast.growth.show")) {
            System.out.printf(
                    Locale.ROOT, "%s: %d more turns in %d ms, now %d bytes%n", name, turns, took.toMillis(), bytes);
        }
        return bytes;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(GrowthTest::length)
                    .sum();
        }
    }

    /** Segments of the store are as long as they may become; the rest of them is line feeds. */
    private static long length(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int written = bytes.length;
            while (written > 0 && (bytes[written - 1] == 0 || bytes[written - 1] == '\n')) {
                written--;
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
