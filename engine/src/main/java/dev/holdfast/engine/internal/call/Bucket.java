package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Rate;
import java.time.Duration;
import java.time.Instant;

/**
 * What a principal may still call, as of its last call: it fills with time and is emptied by calls.
 *
 * @param left calls that are left, and the part of one that has come back
 * @param at when the last call came
 * @param fullAt when it was last full
 * @param calls how many calls came since then, refused ones included
 * @param granted whether there was something left for the last one
 */
record Bucket(double left, Instant at, Instant fullAt, long calls, boolean granted) {
    private static final double NANOS = 1e9;

    static Bucket full(Rate rate, Instant now) {
        return new Bucket(rate.atOnce(), now, now, 0, true);
    }

    /** The same with what came back since. A clock that was put back brings nothing, and takes nothing. */
    Bucket filled(Rate rate, Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / NANOS);
        double filled = left + seconds * rate.perSecond();
        return filled >= rate.atOnce() ? full(rate, now) : new Bucket(filled, now, fullAt, calls, granted);
    }

    /** After one more call. */
    Bucket taken() {
        boolean enough = left >= 1;
        return new Bucket(enough ? left - 1 : left, at, fullAt, calls + 1, enough);
    }

    /** How often the principal called since the bucket was full. */
    long perSecond() {
        double seconds = Math.max(1, Duration.between(fullAt, at).toNanos() / NANOS);
        return (long) Math.ceil(calls / seconds);
    }

    /** How long until there is something for one more call. */
    Duration untilNext(Rate rate) {
        return Duration.ofNanos((long) Math.ceil(Math.max(0, 1 - left) * NANOS / rate.perSecond()));
    }
}
