package dev.holdfast.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a write says beside its operations: how long values live, under which leases it acts, and when. Immutable.
 *
 * @param ttl how long values that it sets live, by key, in whole seconds
 * @param leases the fencing tokens it acts under, by name of the lease
 * @param delay how long it waits, in whole seconds; null if not given
 * @param runAt until when it waits; null if not given
 * @param cancel the waiting write that it cancels, in which case it does nothing else
 */
record WriteTerms(
        SortedMap<String, Duration> ttl,
        SortedMap<String, Long> leases,
        @Nullable Duration delay,
        @Nullable Instant runAt,
        @Nullable String cancel) {
    /** Ten years: longer plans are mistakes, and their times would not fit the stores' columns. */
    private static final long MOST_SECONDS = 315_360_000;

    /**
     * @throws HoldfastException {@code invalid} if a time or a token is out of range, or two of them exclude each other
     */
    WriteTerms {
        ttl.values().forEach(time -> requireSeconds(time, "ttl", "an object of seconds by key"));
        leases.values().forEach(token -> require(token >= 1, "lease", "an object of tokens by name of the lease"));
        if (delay != null) {
            requireSeconds(delay, "delay", "a number of seconds");
        }
        if (runAt != null && runAt.getEpochSecond() >= MOST_SECONDS * 1_000) {
            throw notATime();
        }
        if (delay != null && runAt != null) {
            throw Failure.invalid("run_at", "Give delay or run_at, not both.").toException();
        }
        ttl = Collections.unmodifiableSortedMap(new TreeMap<>(ttl));
        leases = Collections.unmodifiableSortedMap(new TreeMap<>(leases));
    }

    boolean isDelayed() {
        return delay != null || runAt != null;
    }

    /** When a delayed write is due; one whose time has passed is due at once. */
    Instant due(Instant now) {
        Instant due = delay == null ? runAt : now.plus(delay);
        return due == null || due.isBefore(now) ? now : due.truncatedTo(Event.PRECISION);
    }

    static HoldfastException malformed(String name, String what) {
        return Failure.invalid(name, name + " is " + what + ", whole numbers from 1 on.")
                .toException();
    }

    static HoldfastException notATime() {
        return Failure.invalid("run_at", "run_at is a time such as 2026-08-01T10:00:00Z.")
                .toException();
    }

    private static void requireSeconds(Duration time, String name, String what) {
        require(time.toSeconds() >= 1 && time.toSeconds() <= MOST_SECONDS, name, what);
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw malformed(name, what);
        }
    }
}
