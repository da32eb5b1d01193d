package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts of times are read as {@link Instant#parse} reads them, whatever they look like. */
final class IsoTimeTest {
    private static final int TEXTS = Integer.getInteger("holdfast.seeds", 20_000);
    private static final List<String> EXAMPLES = List.of(
            "2030-01-31T12:00:00Z",
            "0000-02-29T23:59:59.000000001Z",
            "2023-02-29T00:00:00Z",
            "2024-02-30T00:00:00.5Z",
            "2024-12-31T24:00:00Z",
            "2024-06-30T23:59:60Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00.1234567890Z",
            "2024-01-01T00:00:00+01:00",
            "2024-01-01T00:00Z",
            "2024-01-01t00:00:00z",
            "+12024-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "\u0662024-01-01T00:00:00Z",
            "",
            "Z",
            "soon");

    @Test
    void examples_areReadAsInstantsReadThem() {
        EXAMPLES.forEach(IsoTimeTest::readAlike);
    }

    @Test
    void texts_areReadAsInstantsReadThem() {
        long seed = Long.getLong("holdfast.seed", 17);
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(-70_000_000_000L, 260_000_000_000L), nanos(random));
            String text = time.toString();
            assertThat(IsoTime.parse(text)).as("seed %s: %s", seed, text).isEqualTo(time);
            readAlike(altered(text, random));
        }
    }

    private static int nanos(Random random) {
        int unit = List.of(1, 1_000, 1_000_000, 1_000_000_000).get(random.nextInt(4));
        return random.nextInt(1_000_000_000) / unit * unit;
    }

    /** With another character, or one more or less. */
    private static String altered(String text, Random random) {
        String alphabet = "0123456789-:.TZ+tz ";
        StringBuilder altered = new StringBuilder(text);
        int at = random.nextInt(text.length());
        char other = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
            case 0 -> altered.setCharAt(at, other);
            case 1 -> altered.insert(at, other);
            default -> altered.deleteCharAt(at);
        }
        return altered.toString();
    }

    private static void readAlike(String text) {
        Instant expected;
        try {
            expected = Instant.parse(text);
        } catch (DateTimeParseException e) {
            assertThatThrownBy(() -> IsoTime.parse(text)).as("%s", text).isInstanceOf(DateTimeParseException.class);
            return;
        }
        assertThat(IsoTime.parse(text)).as("%s", text).isEqualTo(expected);
    }
}
