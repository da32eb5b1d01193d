package dev.holdfast.engine.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommandKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RememberedTest {
    @Test
    void theNewestThousand_areAlwaysThereAndMemoryIsBounded() {
        Remembered remembered = Remembered.NOTHING;
        for (int i = 0; i < 10_000; i++) {
            remembered = remembered.plus(
                    new CommandKey("me", "op" + i),
                    new Remembered.Result(Image.NO_HASH, i, Collections.emptySortedSet()));
            int oldest = Math.max(0, i - Remembered.GENERATION + 1);
            assertThat(remembered.find(new CommandKey("me", "op" + oldest))).isNotNull();
            assertThat(remembered.size()).isLessThanOrEqualTo(2 * Remembered.GENERATION);
        }
        assertThat(remembered.find(new CommandKey("me", "op1"))).isNull();
        assertThat(remembered.find(new CommandKey("you", "op9999"))).isNull();
    }

    @Test
    void generation_holdsWhatAMapWould() {
        Random random = new Random();
        Map<CommandKey, Remembered.Result> map = new HashMap<>();
        Generation generation = Generation.EMPTY;
        for (int i = 1; i <= 1_500; i++) {
            // "Aa" and "BB" have one hash code, so many of these keys share theirs.
            String id = random.ints(10, 0, 2)
                    .mapToObj(bit -> bit == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining());
            CommandKey key = new CommandKey(i % 3 == 0 ? "me" : "you", id);
            Remembered.Result result = new Remembered.Result(Image.NO_HASH, i, null);
            assertThat(generation.find(key)).isEqualTo(map.get(key));
            Generation before = generation;
            int size = before.size();
            generation = generation.plus(key, result);
            map.put(key, result);
            assertThat(generation.find(key)).isEqualTo(result);
            assertThat(generation.size()).isEqualTo(map.size());
            assertThat(before.size()).isEqualTo(size);
        }
        assertThat(generation.entries())
                .hasSize(map.size())
                .allSatisfy(entry -> assertThat(map).containsEntry(entry.command(), entry.result()));
    }
}
