package dev.holdfast.store.file;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.AppendResult.Appended;
import dev.holdfast.engine.spi.AppendResult.NotAttempted;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.store.file.SimulatedDisk.Lies;
import dev.holdfast.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flipped bits and torn ends, at every offset of a small log. */
final class DamageTest {
    private static final FileOptions OPTIONS = new FileOptions(Duration.ofSeconds(30), 1 << 16, 1 << 10, 1);
    private static final String SEGMENT = "000001.jsonl";
    private static final int STATES = 3;

    private final Logger logger = Logger.getLogger("dev.holdfast.engine");
    private final SimulatedDisk disk = new SimulatedDisk(new Random(1), Lies.NONE);
    private final Map<StateId, List<Commit>> states = new LinkedHashMap<>();

    /** A log of three states, written in turns, three groups of three records. */
    @BeforeEach
    void write() {
        logger.setLevel(Level.OFF);
        try (CommitLog log = open(disk)) {
            for (int i = 0; i < STATES; i++) {
                states.put(Samples.freshId(), new ArrayList<>());
            }
            for (int revision = 1; revision <= 3; revision++) {
                long next = revision;
                log.append(states.entrySet().stream()
                        .map(state -> {
                            Commit commit = Samples.commit(next, null, event(next));
                            state.getValue().add(commit);
                            return Samples.append(state.getKey(), commit);
                        })
                        .toList());
            }
        }
    }

    @AfterEach
    void speakAgain() {
        logger.setLevel(null);
    }

    @Test
    void flippedBit_anywhereIsReportedAndHarmsItsOwnStateOnly() {
        byte[] sound = disk.file(SEGMENT).content();
        Random random = new Random(7);
        for (int offset = 0; offset < end(sound); offset++) {
            byte[] flipped = sound.clone();
            flipped[offset] ^= (byte) (1 << random.nextInt(8));
            SimulatedDisk damaged = disk.afterKill();
            damaged.file(SEGMENT).content(flipped);
            try (CommitLog log = open(damaged)) {
                checkDamaged(log, sound, offset);
            }
            disk.file(SEGMENT).content(sound);
        }
    }

    private void checkDamaged(CommitLog log, byte[] sound, int offset) {
        assertThat(log.info().damages()).as("offset %d", offset).isNotEmpty();
        List<StateId> failing = new ArrayList<>();
        states.forEach((id, commits) -> {
            try {
                assertThat(commits(log, id)).as("offset %d", offset).isEqualTo(commits);
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining(id + " is damaged at revision");
                assertThat(e.damagedRevision()).as("offset %d", offset).isPresent();
                failing.add(id);
                assertThat(Samples.appendTo(log, Samples.append(id, 3))).isInstanceOf(NotAttempted.class);
            }
        });
        String line = line(sound, offset);
        boolean title = line.contains("\"segment\"");
        assertThat(failing).as("offset %d", offset).hasSizeLessThanOrEqualTo(2);
        if (!title) {
            StateId state = states.keySet().stream()
                    .filter(id -> line.contains(id.value()))
                    .findFirst()
                    .orElseThrow();
            assertThat(failing).as("offset %d", offset).contains(state);
            String revision = line.replaceAll(json(".*'rev':([0-9]+).*"), "$1");
            assertThat(log.info().damages().toString())
                    .as("offset %d", offset)
                    .contains(state + " revision " + revision);
            assertThatThrownBy(() -> log.feed(0, Cursor.START, 100, Duration.ZERO))
                    .isInstanceOf(CursorExpiredException.class);
        }
        StateId fresh = Samples.freshId();
        assertThat(Samples.fill(log, fresh, 2)).isEqualTo(commits(log, fresh));
    }

    @Test
    void stateKnownOnlyByItsDamage_isToldByListings() {
        StateId alone = Samples.freshId();
        try (CommitLog log = open(disk)) {
            log.append(List.of(Samples.append(alone, Samples.commit(1, null, event(1)))));
            log.append(List.of(Samples.append(Samples.freshId(), Samples.commit(1, null, event(1)))));
        }
        byte[] content = disk.file(SEGMENT).content();
        int at = new String(content, StandardCharsets.ISO_8859_1).indexOf(alone.value());
        content[at + alone.value().length() + 30] ^= 1;
        disk.file(SEGMENT).content(content);
        try (CommitLog log = open(disk)) {
            StatePage page = log.list(0, HeaderFilter.ALL, null, 100);
            assertThat(page.unreadable()).containsExactly(alone);
            assertThat(page.states()).hasSize(STATES + 1);
        }
    }

    @Test
    void tornEnd_anywhereInTheLastGroupIsCut() {
        byte[] sound = disk.file(SEGMENT).content();
        int group =
                new String(sound, StandardCharsets.ISO_8859_1).indexOf("\n{\"crc\"", middleOfSecondGroup(sound)) + 1;
        for (int offset = group; offset < end(sound); offset++) {
            checkTorn(sound, offset);
        }
    }

    /** The sectors of the group's first record were not written, those of the others were. */
    @Test
    void tornEnd_withoutItsFirstRecordIsCut() {
        byte[] sound = disk.file(SEGMENT).content();
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int first = text.indexOf("\n{\"crc\"", middleOfSecondGroup(sound)) + 1;
        byte[] torn = sound.clone();
        for (int i = first; i < text.indexOf('\n', first); i++) {
            torn[i] = '\n';
        }
        checkCut(torn, sound, first);
    }

    private void checkTorn(byte[] sound, int offset) {
        byte[] torn = sound.clone();
        for (int i = offset; i < torn.length; i++) {
            torn[i] = '\n';
        }
        checkCut(torn, sound, offset);
    }

    private void checkCut(byte[] torn, byte[] sound, int offset) {
        SimulatedDisk cut = disk.afterKill();
        cut.file(SEGMENT).content(torn);
        cut.memory().set(1, 0); // The published end did not reach the medium.
        try (CommitLog log = open(cut)) {
            assertThat(log.info().damages()).as("offset %d", offset).isEmpty();
            states.forEach((id, commits) -> {
                List<Commit> found = commits(log, id);
                assertThat(found).as("offset %d", offset).hasSizeGreaterThanOrEqualTo(2);
                assertThat(found).isEqualTo(commits.subList(0, found.size()));
                assertThat(Samples.appendTo(log, Samples.append(id, found.size())))
                        .isInstanceOf(Appended.class);
            });
        }
        disk.file(SEGMENT).content(sound);
    }

    @Test
    void checkpoint_isPassedOverIfItIsDamaged() {
        // Every offset of the line is tried: if any byte of it is wrong, no answer may be taken from it.
        try (CommitLog log = open(disk)) {
            log.tombstone(states.keySet().iterator().next(), 3);
        }
        byte[] sound = disk.file(Checkpoint.FILE).content();
        for (int offset = 0; offset < sound.length; offset++) {
            byte[] flipped = sound.clone();
            flipped[offset] ^= 4;
            checkUndamagedWith(flipped);
            checkUndamagedWith(Arrays.copyOf(sound, offset));
        }
    }

    private void checkUndamagedWith(byte[] checkpoint) {
        SimulatedDisk next = disk.afterKill();
        next.file(Checkpoint.FILE).content(checkpoint);
        try (CommitLog log = open(next)) {
            states.entrySet().stream()
                    .skip(1)
                    .forEach(state -> assertThat(commits(log, state.getKey())).isEqualTo(state.getValue()));
        }
    }

    private static Bytes event(long revision) {
        return revision == 2
                ? Samples.bytes(30)
                : Bytes.wrap(("{\"patch\":[" + revision + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private static int end(byte[] content) {
        int end = content.length;
        while (content[end - 1] == '\n') {
            end--;
        }
        return end + 1;
    }

    private static int middleOfSecondGroup(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).lastIndexOf(json("'rev':2,"));
    }

    /** The line that a byte, or the line feed at it, belongs to. */
    private static String line(byte[] content, int offset) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int from = text.lastIndexOf('\n', offset - 1) + 1;
        return text.substring(from, text.indexOf('\n', offset));
    }

    private static List<Commit> commits(CommitLog log, StateId id) {
        return log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits();
    }

    private static CommitLog open(SimulatedDisk disk) {
        return FileStore.open(disk, OPTIONS, Durability.LOCAL, "a simulated disk", () -> "simulated");
    }
}
