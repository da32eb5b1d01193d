package dev.holdfast.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it, in either direction. Safe for use by many threads. */
public final class ManualTime implements InstantSource {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the time; a negative duration moves it back. */
    public void pass(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
