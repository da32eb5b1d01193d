package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Rate;
import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: the calls, or bytes to store, that a principal has left, as of its last call. It fills with time, and
 * each call takes one.
 *
 * @param left calls that are left, including a fraction of the next one
 * @param at the time of the last call
 * @param fullAt when it was last full
 * @param calls the number of calls since then, including refused ones
 * @param granted whether the last call was allowed
 */
record Bucket(double left, Instant at, Instant fullAt, long calls, boolean granted) {
    private static final double NANOS = 1e9;

    static Bucket full(Rate rate, Instant now) {
        return new Bucket(rate.atOnce(), now, now, 0, true);
    }

    /** The bucket at a later time. If the clock was set back, it neither gains nor loses calls. */
    Bucket filled(Rate rate, Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / NANOS);
        double filled = left + seconds * rate.perSecond();
        return filled >= rate.atOnce() ? full(rate, now) : new Bucket(filled, now, fullAt, calls, granted);
    }

    /** The bucket after one more call. */
    Bucket taken() {
        boolean enough = left >= 1;
        return new Bucket(enough ? left - 1 : left, at, fullAt, calls + 1, enough);
    }

    /** The bucket after so many more, whether or not as many are left: it may get into debt. Negative gives back. */
    Bucket spent(long amount) {
        return new Bucket(left - amount, at, fullAt, calls + amount, left > 0);
    }

    /** The average number of calls per second since the bucket was full, rounded up. */
    long perSecond() {
        double seconds = Math.max(1, Duration.between(fullAt, at).toNanos() / NANOS);
        return (long) Math.ceil(calls / seconds);
    }

    /** How long until one more call is allowed. */
    Duration untilNext(Rate rate) {
        return Duration.ofNanos((long) Math.ceil(Math.max(0, 1 - left) * NANOS / rate.perSecond()));
    }
}
