package dev.holdfast.engine.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class HeardTest {
    /** Revision 2 changed the wanted key and was not told; nothing follows that could make up for it. */
    @Test
    void gapThatIsFoundWithWhatWasRead_wakesTheWaiter() throws InterruptedException {
        Heard heard = new Heard(Set.of("wanted"), false);
        heard.takeGap();
        heard.told(event(3, "other"));
        heard.found(1, 1, Set.of());

        assertThat(heard.await(0)).isTrue();
        assertThat(heard.takeGap()).isTrue();
    }

    /** A waiter that sleeps although something it wants has changed has no reason to: it would be a missed wait. */
    @TestFactory
    Stream<DynamicTest> waiter_neverSleepsOverAChange() {
        return IntStream.range(0, 500).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
    }

    private static void run(int seed) throws InterruptedException {
        Random random = new Random(seed);
        Heard heard = new Heard(Set.of("wanted"), false);
        SortedSet<Long> wanted = new TreeSet<>();
        long written = 1;
        long told = 1;
        boolean looking = false;
        long read = 0;
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    written++;
                    if (random.nextInt(4) == 0) {
                        wanted.add(written);
                    }
                }
                case 2 -> {
                    if (told < written && ++told > 0 && random.nextInt(5) > 0) {
                        heard.told(event(told, wanted.contains(told) ? "wanted" : "other"));
                    } else if (random.nextBoolean()) {
                        heard.missed();
                    }
                }
                case 3 -> {
                    if (!looking && heard.await(0)) {
                        looking = heard.takeGap();
                        read = written;
                    }
                }
                default -> {
                    if (looking) {
                        heard.found(1, read, wanted.headSet(read + 1).isEmpty() ? Set.of() : Set.of("wanted"));
                        looking = false;
                    }
                }
            }
        }
        if (looking) {
            heard.found(1, read, wanted.headSet(read + 1).isEmpty() ? Set.of() : Set.of("wanted"));
        }
        boolean sleeps = !heard.await(0);
        SortedSet<Long> known = wanted.headSet(heard.upTo() + 1);
        assertThat(sleeps && heard.takeGap())
                .as("sleeps over a gap that it knows of")
                .isFalse();
        assertThat(heard.changed().isEmpty() && !known.isEmpty())
                .as("lost a change")
                .isFalse();
    }

    private static Event event(long revision, String key) {
        return new Event(
                new StateId("st_0123456789abcdefghjkmnpqrs"),
                revision,
                Instant.EPOCH,
                "local/test",
                EventType.WRITTEN,
                null,
                null,
                JsonPatch.builder().add(JsonPointer.of(key), Json.of(1)).build(),
                null,
                null,
                null,
                Bytes.wrap(new byte[32]),
                Bytes.wrap(new byte[32]));
    }
}
