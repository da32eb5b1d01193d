package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.store.file.SimulatedDisk.Lies;
import dev.holdfast.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** States that are opened, written and erased day after day leave only their tombstones. */
final class DaysOfSessionsTest {
    private static final int DAYS = Integer.getInteger("holdfast.days", 40);
    private static final int SESSIONS = 5;
    private static final int WRITES = 6;

    /** What a tombstone needs in a segment. */
    private static final int TOMBSTONE_BYTES = 220;

    private static final Principal PRINCIPAL = Principal.local("days");

    private final Random random = new Random(3);
    private final ManualTime time = new ManualTime();
    private final SimulatedDisk disk = new SimulatedDisk(random, Lies.NONE);
    private final CountingDisk counting = new CountingDisk();
    private final ShortLives lives = new ShortLives(1 << 14);

    @Test
    void segmentsBytesAndDescriptors_areBoundedByWhatIsKept() throws IOException {
        for (int day = 1; day <= DAYS; day++) {
            try (FileLog log = lives.open(counting.on(disk));
                    Holdfast holdfast = Holdfast.on(log)
                            .clock(time)
                            .removalPause(Duration.ZERO)
                            .random(random)
                            .open()) {
                for (int i = 0; i < SESSIONS; i++) {
                    session(holdfast);
                }
                log.awaitCare();
            }
            time.pass(Duration.ofDays(1));
            check(day);
        }
        assertThat(counting.open()).isZero();
        assertThat(counting.mostOpen()).isLessThan(2 * SegmentRuns.SPARE);
    }

    private void session(Holdfast holdfast) {
        State state = holdfast.as(PRINCIPAL).open(StateSpec.unnamed()).state();
        for (int i = 0; i < WRITES; i++) {
            int n = i;
            state.write(w -> w.set("secret" + n, ShortLives.SECRET + "x".repeat(random.nextInt(500))));
        }
        state.erase(null);
    }

    private void check(int day) throws IOException {
        assertThat(ShortLives.segments(disk)).as("segments on day %d", day).hasSizeLessThanOrEqualTo((int)
                lives.mostSegments(disk));
        assertThat(ShortLives.filesWithSecrets(disk))
                .as("secrets on day %d", day)
                .isEmpty();
        long tombstones = (long) day * SESSIONS * TOMBSTONE_BYTES;
        long titles = ShortLives.segments(disk).size() * (long) TOMBSTONE_BYTES;
        assertThat(ShortLives.bytes(disk)).as("bytes on day %d", day).isLessThan(tombstones + titles + 2_000);
    }
}
