package dev.holdfast.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StoreAddressTest {
    @Test
    void addressesWithoutSecrets_areShownAsTheyAre() {
        for (String address : List.of(
                "memory:",
                "sqlite:/data/a@b?c.db",
                "file:dir",
                "postgresql://db.example:5432/state",
                "x",
                "nats://h")) {
            assertThat(StoreAddress.shown(address)).isEqualTo(address);
        }
    }

    @Test
    void hostAndDatabase_areShown() {
        assertThat(StoreAddress.shown("postgresql://me:secret@db:5432/state?sslmode=require"))
                .isEqualTo("postgresql://…@db:5432/state?…");
        assertThat(StoreAddress.shown("jdbc:postgresql://db/state?user=me&password=secret"))
                .isEqualTo("jdbc:postgresql://db/state?…");
    }

    /** Also passwords with characters that must not stand there as they are. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noPartOfAPassword_isShown(long seed) {
        Random random = new Random(seed);
        String secret = "S" + text(random) + "Z";
        String address = switch (random.nextInt(3)) {
            case 0 -> "postgresql://me:" + secret + "@db/state";
            case 1 -> "redis://me:" + secret + "@db/state?ssl=true";
            default -> "jdbc:postgresql://db/state?user=me&password=" + secret;
        };
        assertThat(StoreAddress.shown(address)).doesNotContain("S", "Z", "Q");
    }

    private static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append("Q@/:?&=%#;\\".charAt(random.nextInt(11)));
        }
        return text.toString();
    }
}
