package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.Seeds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Entries of a checkpoint hold all that is known of a state. */
final class StateBytesTest {
    private static final int SEEDS = 20;

    @TestFactory
    Stream<DynamicTest> entry_holdsAllThatIsKnownOfAState() {
        return Seeds.tests(SEEDS, seed -> {
            Random random = new Random(seed);
            IndexedState state = new IndexedState(Samples.bytes(32));
            state.revision = random.nextLong(1, 1_000);
            state.header = random.nextInt(4) == 0 ? null : header(random);
            state.baseRevision = random.nextLong();
            state.baseSpot = random.nextLong();
            state.baseLength = random.nextInt();
            for (int i = random.nextInt(3); i > 0; i--) {
                state.add(i, 1, i);
            }
            SortedBlock.Entry entry = StateBytes.entry(SavedStates.STATE, new StateId("st_0"), state);
            assertThat(StateBytes.read(ByteBuffer.wrap(entry.value())))
                    .usingRecursiveComparison()
                    .isEqualTo(state);
        });
    }

    private static StateHeader header(Random random) {
        return new StateHeader(
                "owner\u00e9" + random.nextInt(),
                random.nextBoolean() ? null : "",
                random.nextBoolean() ? Map.of() : Map.of("a", "", "b", "\ud83d\ude00"),
                random.nextBoolean() ? Set.of() : Set.of("one", "two", "three"),
                any(random, Lifetime.values()),
                random.nextBoolean() ? null : Instant.MAX,
                random.nextBoolean() ? null : Instant.MIN,
                any(random, Phase.values()),
                random.nextLong(),
                Samples.at(random.nextInt()),
                random.nextBoolean() ? null : Duration.ofSeconds(random.nextLong(Long.MAX_VALUE)),
                random.nextBoolean() ? Set.of() : Set.of("work:one", "person:*"));
    }

    private static <T> T any(Random random, T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }
}
