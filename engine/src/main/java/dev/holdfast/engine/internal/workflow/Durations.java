package dev.holdfast.engine.internal.workflow;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonString;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Times of a definition: seconds as a number, or ISO 8601 text. They have whole milliseconds. */
final class Durations {
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Bounds.LONGEST.toSeconds());

    private Durations() {}

    /** A time; null if it is none, or longer than any may be. */
    static @Nullable Duration parse(Json value) {
        if (value instanceof JsonNumber number) {
            BigDecimal seconds = number.decimal();
            return seconds.signum() < 0 || seconds.compareTo(MOST_SECONDS) > 0
                    ? null
                    : Duration.ofMillis(seconds.movePointRight(3)
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact());
        }
        return value instanceof JsonString text ? parse(text.value()) : null;
    }

    private static @Nullable Duration parse(String text) {
        try {
            Duration duration = Duration.parse(text);
            return duration.compareTo(Bounds.LONGEST) > 0 ? null : Duration.ofMillis(duration.toMillis());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** A time in the words of a message. */
    static String said(Duration duration) {
        return duration.isZero() ? "0" : duration.toMillis() + " ms";
    }
}
