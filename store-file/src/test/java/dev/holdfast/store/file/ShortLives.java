package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients that open a store, write a little, erase a secret and close. Each leaves a segment that holds little, since a
 * new one has to begin before the secret can be removed.
 */
final class ShortLives {
    static final String SECRET = "xyzzy";

    private final FileOptions options;
    private final Map<StateId, List<Commit>> kept = new LinkedHashMap<>();
    private final Map<StateId, Commit> secrets = new LinkedHashMap<>();

    ShortLives(long segmentBytes) {
        this.options = new FileOptions(Duration.ofSeconds(30), segmentBytes, 1 << 10, 1);
    }

    FileLog open(Disk disk) {
        return FileStore.open(disk, options, Durability.LOCAL, "a simulated disk", () -> "simulated");
    }

    /** So many lives, each of which leaves a secret for the next one to erase. */
    void live(Disk disk, int times) {
        for (int i = 0; i < times; i++) {
            try (FileLog log = open(disk)) {
                write(log);
                eraseAllButOne(log);
            }
        }
    }

    /** Writes a state and a secret. */
    void write(CommitLog log) {
        StateId id = Samples.freshId();
        kept.put(id, Samples.fill(log, id, 2));
        Bytes event = Bytes.wrap(("{\"secret\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8));
        Commit secret = Samples.commit(1, null, event);
        StateId holder = Samples.freshId();
        Samples.appendTo(log, Samples.append(holder, secret));
        secrets.put(holder, secret);
    }

    /** The hashes of the commits that were written last. */
    List<Bytes> writtenLast() {
        List<Bytes> hashes = new ArrayList<>();
        List.copyOf(kept.values()).getLast().forEach(commit -> hashes.add(commit.hash()));
        hashes.add(List.copyOf(secrets.values()).getLast().hash());
        return hashes;
    }

    private void eraseAllButOne(CommitLog log) {
        List.copyOf(secrets.keySet()).reversed().stream().skip(1).forEach(id -> log.tombstone(id, 1));
    }

    void eraseAll(CommitLog log) {
        secrets.keySet().forEach(id -> log.tombstone(id, 1));
    }

    /** Checks that all states are as they were written, but for secrets, which may be erased. */
    void check(CommitLog log) {
        kept.forEach((id, commits) -> {
            assertThat(log.head(id, Consistency.LINEARIZABLE))
                    .isEqualTo(new Head.Live(2, commits.getLast().hash()));
            assertThat(read(log, id)).isEqualTo(new CommitPage(null, commits, false));
        });
        secrets.forEach((id, secret) -> {
            Head head = log.head(id, Consistency.LINEARIZABLE);
            boolean live = head.equals(new Head.Live(1, secret.hash()));
            assertThat(live ? read(log, id).commits() : head)
                    .isEqualTo(live ? List.of(secret) : new Head.Deleted(1, secret.hash()));
        });
        List<String> found = new ArrayList<>();
        log.inspect(discrepancy -> found.add(discrepancy.toString()));
        assertThat(found).isEmpty();
        assertThat(log.info().damages()).isEmpty();
    }

    private static CommitPage read(CommitLog log, StateId id) {
        return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
    }

    /** The files of a folder that hold a secret. */
    static List<String> filesWithSecrets(Disk disk) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : disk.list()) {
            try (DiskFile file = disk.open(name)) {
                ByteBuffer content = ByteBuffer.allocate((int) file.size());
                file.read(content, 0);
                if (new String(content.array(), StandardCharsets.ISO_8859_1).contains(SECRET)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** The names of the segments in a folder, unfinished ones included. */
    static List<String> segments(Disk disk) throws IOException {
        return disk.list().stream().filter(name -> name.contains(".jsonl")).toList();
    }

    /** The most segments that a store may have after its client has closed. */
    long mostSegments(Disk disk) throws IOException {
        return 2 * (bytes(disk) / options.segmentBytes()) + SegmentRuns.SPARE + 1;
    }

    /** The bytes of all segments. */
    static long bytes(Disk disk) throws IOException {
        long bytes = 0;
        for (String name : segments(disk)) {
            try (DiskFile file = disk.open(name)) {
                bytes += file.size();
            }
        }
        return bytes;
    }
}
