package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.store.file.SimulatedDisk.Faults;
import dev.holdfast.store.file.SimulatedDisk.Lies;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments that hold little are joined, while others read and though clients die meanwhile. */
final class JoinedSegmentsTest {
    private static final long LARGE = 1 << 16;
    private static final long SMALL = 1 << 14;
    private static final int OTHER_LIVES = Integer.getInteger("holdfast.lives", 100);

    private final Logger logger = Logger.getLogger("dev.holdfast.store.file");

    /** Failing disks are expected here. */
    @BeforeEach
    void silence() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        logger.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {SMALL, LARGE})
    void segments_areBoundedByWhatIsStoredHoweverOftenOneBegan(long segmentBytes) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new Random(1), Lies.NONE);
        ShortLives lives = new ShortLives(segmentBytes);
        for (int i = 0; i < 120; i++) {
            lives.live(disk, 1);
            assertThat(ShortLives.segments(disk)).hasSizeLessThanOrEqualTo((int) lives.mostSegments(disk));
        }
        try (CommitLog log = lives.open(disk)) {
            lives.check(log);
            lives.eraseAll(log);
        }
        assertThat(ShortLives.filesWithSecrets(disk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {SMALL, LARGE})
    void crash_atAnyOperationOfAJoinLosesNothing(long segmentBytes) throws IOException {
        ShortLives lives = new ShortLives(segmentBytes);
        SimulatedDisk before = liveUntilSegmentsWillBeJoined(lives);
        boolean crashed = true;
        for (int n = 0; crashed; n++) {
            SimulatedDisk disk = before.copy(new Random(n));
            disk.faults(new Faults(n, -1, -1));
            eraseAndJoin(lives, disk);
            crashed = disk.crashed();
            checkAfter("a kill at operation " + n, lives, disk.copy(new Random(n)));
            checkAfter("a power cut at operation " + n, lives, disk.afterPowerCut());
        }
    }

    /** A folder whose segments will be joined when the secrets are erased. */
    private static SimulatedDisk liveUntilSegmentsWillBeJoined(ShortLives lives) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new Random(1), Lies.NONE);
        while (true) {
            lives.live(disk, 1);
            SimulatedDisk next = disk.copy(new Random(1));
            eraseAndJoin(lives, next);
            if (ShortLives.segments(next).size() < ShortLives.segments(disk).size() - 2) {
                return disk;
            }
        }
    }

    private static void eraseAndJoin(ShortLives lives, SimulatedDisk disk) {
        if (!isErased(lives, disk)) {
            assertThat(disk.crashed()).isTrue();
        }
    }

    /** Erases all secrets; false if the disk or the client failed before that. */
    private static boolean isErased(ShortLives lives, Disk disk) {
        try (CommitLog log = lives.open(disk)) {
            lives.eraseAll(log);
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static void checkAfter(String crash, ShortLives lives, SimulatedDisk disk) throws IOException {
        try (CommitLog log = lives.open(disk)) {
            lives.check(log);
            lives.eraseAll(log);
        }
        assertThat(ShortLives.segments(disk))
                .as("segments after %s", crash)
                .hasSizeLessThanOrEqualTo((int) lives.mostSegments(disk))
                .noneMatch(name -> name.endsWith(".new"));
        assertThat(ShortLives.filesWithSecrets(disk))
                .as("secrets after %s", crash)
                .isEmpty();
        try (CommitLog log = lives.open(disk)) {
            lives.check(log);
        }
    }

    /** Another client keeps its place in the log, wherever it is when segments are joined. */
    @Test
    void otherClient_goesOnWhileSegmentsAreJoined() throws IOException {
        Random random = new Random(5);
        SimulatedDisk disk = new SimulatedDisk(random, Lies.NONE);
        ShortLives lives = new ShortLives(SMALL);
        CountingDisk counting = new CountingDisk();
        try (CommitLog other = lives.open(counting.on(disk))) {
            for (int i = 0; i < 100; i++) {
                lives.live(disk, 1);
                if (random.nextInt(8) == 0) {
                    lives.write(other);
                    lives.check(other);
                    assertThat(counting.open())
                            .as("open files")
                            .isLessThanOrEqualTo(ShortLives.segments(disk).size() + 1);
                }
            }
            lives.check(other);
        }
    }

    @Test
    void feed_tellsEachCommitOnceThoughSegmentsAreJoined() {
        SimulatedDisk disk = new SimulatedDisk(new Random(6), Lies.NONE);
        ShortLives lives = new ShortLives(LARGE);
        lives.live(disk, 1);
        try (CommitLog other = lives.open(disk)) {
            Cursor cursor = other.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
            for (int i = 0; i < 100; i++) {
                lives.live(disk, 1);
                FeedPage page = other.feed(0, cursor, 10, Duration.ZERO);
                assertThat(page.entries())
                        .extracting(entry -> entry.commit().hash())
                        .as("what life %d wrote", i)
                        .isEqualTo(lives.writtenLast());
                cursor = page.next();
            }
        }
    }

    /** What one that died has done is known to all before the next one rewrites anything. */
    @Test
    void clientThatDiesWhileItJoins_harmsNoOther() throws IOException {
        ShortLives lives = new ShortLives(LARGE);
        SimulatedDisk folder = liveUntilSegmentsWillBeJoined(lives);
        boolean died = true;
        for (int n = 0; died; n++) {
            SimulatedDisk disk = folder.copy(new Random(n));
            MortalClient mortal = new MortalClient(n);
            try (FileLog before = lives.open(disk)) {
                lives.check(before);
                assertThat(isErased(lives, mortal.on(disk)) || mortal.isDead()).isTrue();
                try (CommitLog after = lives.open(disk)) {
                    lives.check(after);
                    lives.eraseAll(before);
                    eraseAnother(before);
                    before.awaitCare();
                    lives.check(after);
                    String last = Segment.fileName(LogScan.numbers(disk).getLast());
                    assertThat(ShortLives.filesWithSecrets(disk)).isSubsetOf(last);
                }
                lives.check(before);
            }
            died = mortal.isDead();
            checkAfter("a death at change " + n, lives, disk);
        }
    }

    private static void eraseAnother(CommitLog log) {
        StateId id = Samples.freshId();
        Samples.fill(log, id, 1);
        assertThat(log.tombstone(id, 1)).isTrue();
    }

    /** Clients that read the log from its beginning find all of it, whenever files are replaced and deleted. */
    @Test
    void clientsThatOpen_findAllWhileSegmentsAreJoined() {
        SimulatedDisk disk = new SimulatedDisk(new Random(7), Lies.NONE);
        ShortLives first = new ShortLives(LARGE);
        first.live(disk, 20);
        Future<Boolean> joining = Crowd.start(() -> {
            new ShortLives(LARGE).live(disk, OTHER_LIVES);
            return true;
        });
        int times = 0;
        for (; !joining.isDone() || times == 0; times++) {
            try (CommitLog log = first.open(withoutCheckpoint(disk))) {
                first.check(log);
            }
        }
        assertThat(Crowd.join(joining)).isTrue();
        assertThat(times).isPositive();
    }

    private static Disk withoutCheckpoint(Disk disk) {
        return ListeningDisk.on(disk, (target, operation, arguments) -> {
            if (operation.equals("open") && Checkpoint.FILE.equals(Objects.requireNonNull(arguments)[0])) {
                throw new IOException("not read here");
            }
        });
    }
}
