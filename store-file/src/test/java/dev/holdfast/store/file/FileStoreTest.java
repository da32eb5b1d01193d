package dev.holdfast.store.file;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileStoreTest {
    private static final FileOptions SMALL = FileOptions.DEFAULT.withSegments(1 << 13, 1 << 12);

    @TempDir
    private Path folder;

    @Test
    void provider_isFoundByItsScheme() {
        StoreProvider provider = ServiceLoader.load(StoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.supports("file"))
                .findFirst()
                .orElseThrow();
        try (CommitLog log = provider.open("file:" + folder.resolve("a/b"))) {
            assertThat(log.info().stateType()).isEqualTo("file");
            assertThat(log.info().durability()).isIn(Durability.LOCAL, Durability.PROCESS);
            assertThat(log.info().evidence()).contains("forced before every acknowledgement");
        }
        assertThatThrownBy(() -> provider.open("file:")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void open_refusesAFolderOfSomethingElse() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> FileStore.open(folder))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("holds other files");
        assertThat(folder).isDirectoryNotContaining("glob:**.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "last"})
    void open_refusesASegmentOfANewerFormat_andChangesNothing(String which) throws IOException {
        try (CommitLog log = FileStore.open(folder, SMALL)) {
            for (int i = 0; i < 40; i++) {
                Samples.fill(log, Samples.freshId(), 5);
            }
        }
        Files.deleteIfExists(folder.resolve("checkpoint")); // A cache: what counts is the log.
        List<Path> segments = segments();
        assertThat(segments).hasSizeGreaterThan(2);
        Path segment = which.equals("first") ? segments.getFirst() : segments.getLast();
        String text = Files.readString(segment);
        String title = text.substring(0, text.indexOf('\n'));
        JsonObject newer =
                ((JsonObject) Json.parse(title)).without("crc").without("size").with("format", Json.of(3));
        Files.writeString(
                segment, new String(Lines.write(newer), StandardCharsets.UTF_8) + text.substring(title.length()));
        Map<String, String> before = content();
        assertThatThrownBy(() -> FileStore.open(folder, SMALL))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("format 3, written by a newer version of Holdfast; this one reads up to 2")
                .hasMessageContaining(segment.getFileName().toString());
        assertThat(content()).isEqualTo(before);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** All files of the folder but those by which processes take turns. */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("turn")) {
                    content.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return content;
    }

    @Test
    void erased_bytesAreGoneFromTheFolder() throws IOException {
        StateId id = Samples.freshId();
        Bytes secret = Bytes.wrap(json("{'secret':'xyzzy'}").getBytes(StandardCharsets.UTF_8));
        try (CommitLog log = FileStore.open(folder)) {
            Samples.appendTo(log, Samples.append(id, Samples.commit(1, null, secret)));
            assertThat(text()).contains("xyzzy");
            log.tombstone(id, 1);
        }
        assertThat(text()).doesNotContain("xyzzy").contains(id.value());
        try (CommitLog log = FileStore.open(folder)) {
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(Head.Deleted.class);
        }
    }

    @Test
    void compaction_shrinksTheLogUnderAnotherClient() throws IOException {
        StateId id = Samples.freshId();
        try (FileLog log = (FileLog) FileStore.open(folder, SMALL);
                CommitLog other = FileStore.open(folder, SMALL)) {
            List<Commit> commits = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                commits.add(Samples.commit(i, null, Samples.bytes(300)));
                Samples.appendTo(log, Samples.append(id, commits.getLast()));
            }
            assertThat(read(other, id).commits()).isEqualTo(commits);
            int before = text().length();
            Base base = Samples.base(commits.get(189));
            log.truncate(id, 190, base);
            log.awaitCare();
            assertThat(text().length()).isLessThan(before / 4);
            for (CommitLog each : List.of(log, other)) {
                assertThat(read(each, id)).isEqualTo(new CommitPage(base, commits.subList(190, 200), false));
            }
        }
        try (CommitLog log = FileStore.open(folder, SMALL)) {
            assertThat(read(log, id).commits()).hasSize(10);
        }
    }

    @Test
    void checkpoint_mayBeDeletedAtAnyTime() throws IOException {
        List<StateId> ids = Stream.generate(Samples::freshId).limit(20).toList();
        try (CommitLog log = FileStore.open(folder)) {
            ids.forEach(id -> Samples.fill(log, id, 100));
        }
        assertThat(folder.resolve("checkpoint")).exists();
        List<CommitPage> withIt;
        try (CommitLog log = FileStore.open(folder)) {
            withIt = ids.stream().map(id -> read(log, id)).toList();
        }
        Files.delete(folder.resolve("checkpoint"));
        try (CommitLog log = FileStore.open(folder)) {
            assertThat(ids.stream().map(id -> read(log, id)).toList()).isEqualTo(withIt);
        }
    }

    @Test
    void checkpoint_ofAnotherFormatIsReplaced() throws IOException {
        List<StateId> ids = Stream.generate(Samples::freshId).limit(20).toList();
        try (CommitLog log = FileStore.open(folder)) {
            ids.forEach(id -> Samples.fill(log, id, 100));
        }
        Path checkpoint = folder.resolve("checkpoint");
        byte[] present = Files.readAllBytes(checkpoint);
        byte[] earlier = present.clone();
        ByteBuffer.wrap(earlier).putInt(0x48460001);
        Files.write(checkpoint, earlier);
        try (CommitLog log = FileStore.open(folder)) {
            assertThat(ids).allSatisfy(id -> assertThat(read(log, id).commits()).hasSize(100));
        }
        assertThat(checkpoint).hasBinaryContent(present);
    }

    private static CommitPage read(CommitLog log, StateId id) {
        return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
    }

    /** The text of all segments, as a person would read them. */
    private String text() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().contains(".jsonl")).toList()) {
                text.append(Files.readString(file).replaceAll("\n+", "\n"));
            }
        }
        return text.toString();
    }
}
