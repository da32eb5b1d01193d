package dev.holdfast.engine.internal.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told apart by what stands in an id. */
final class MintedIdsTest {
    private static final String RANDOM = "0123456789ab";

    private final MintedIds first = MintedIds.of(() -> RANDOM);
    private final MintedIds second = new MintedIds(1, Instant.EPOCH, () -> RANDOM);
    private final MintedIds third = new MintedIds(2, Instant.EPOCH, () -> RANDOM);

    @Test
    void id_isOfTheTimelineThatMintedIt() {
        assertThat(second.isOfAnother(first.mint())).isTrue();
        assertThat(third.isOfAnother(first.mint() + ".2")).isTrue();
        assertThat(third.isOfAnother(second.mint())).isTrue();
        assertThat(second.isOfAnother(third.mint())).isTrue();
        assertThat(third.isOfAnother(third.mint())).isFalse();
        assertThat(third.isOfAnother(third.mint() + ".2")).isFalse();
        assertThat(first.isOfAnother(second.mint())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "op-1",
                "0123456789a",
                "0123456789abc",
                "0123456789aB",
                "r-0123456789ab",
                "r1-short",
                "import-1-2"
            })
    void idOfACallersOwn_isOfNone(String id) {
        assertThat(second.isOfAnother(id)).isFalse();
    }

    @Test
    void tokens_beginBeyondThoseOfTimelinesBefore() {
        assertThat(first.tokensBefore()).isZero();
        assertThat(second.tokensBefore()).isGreaterThan(1L << 39);
        assertThat(third.tokensBefore()).isGreaterThan(second.tokensBefore() + (1L << 39));
        assertThat(new MintedIds(4_000, Instant.EPOCH, () -> RANDOM).tokensBefore())
                .isLessThan(1L << 53);
    }
}
