package dev.holdfast.engine.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommandKey;
import java.util.Collections;
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
}
