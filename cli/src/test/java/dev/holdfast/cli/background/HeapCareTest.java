package dev.holdfast.cli.background;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the heap of a process that runs for days is collected. */
final class HeapCareTest {
    private static final long MEGABYTE = 1 << 20;

    private long live = 10 * MEGABYTE;
    private long garbage;
    private int collections;

    private final HeapCare care = new HeapCare(() -> live + garbage, () -> {
        collections++;
        garbage = 0;
    });

    @Test
    void heap_staysWithinAMultipleOfWhatIsInUse() {
        long largest = 0;
        for (int look = 0; look < 1_000; look++) {
            garbage += 5 * MEGABYTE;
            largest = Math.max(largest, live + garbage);
            care.look();
        }
        assertThat(largest).isLessThan(HeapCare.SMALL + 6 * MEGABYTE);
        assertThat(collections).isBetween(100, 150);
    }

    @Test
    void heapThatIsInUse_isNotCollectedAgainAndAgain() {
        live = 200 * MEGABYTE;
        for (int look = 0; look < 1_000; look++) {
            garbage += MEGABYTE / 2;
            care.look();
        }
        assertThat(collections).isEqualTo(2); // one to learn what is in use, one for four hundred megabytes of garbage
    }

    @Test
    void smallHeap_isLeftAlone() {
        for (int look = 0; look < 1_000; look++) {
            garbage = 30 * MEGABYTE;
            care.look();
        }
        assertThat(collections).isZero();
    }
}
