package dev.holdfast.engine.internal.image;

import dev.holdfast.json.IsoTime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.time.Instant;

/**
 * A time that is limited, as events write it: {@code since/until}, or only its end in logs of before. Since both are
 * times of the process that decided, their difference is right even if its clock was not.
 */
public final class TimeSpan {
    private static final char BETWEEN = '/';

    private TimeSpan() {}

    /** What begins now and lasts so long. */
    public static Json of(Instant now, Duration length) {
        return Json.of(now.toString() + BETWEEN + now.plus(length));
    }

    static Instant until(Json json) {
        String text = ((JsonString) json).value();
        return IsoTime.parse(text.substring(text.indexOf(BETWEEN) + 1));
    }

    /** When it began; long ago if that is not known. */
    static Instant since(Json json) {
        String text = ((JsonString) json).value();
        int between = text.indexOf(BETWEEN);
        return between < 0 ? Instant.MIN : IsoTime.parse(text.substring(0, between));
    }
}
