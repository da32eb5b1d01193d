package dev.holdfast.mcp;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a server runs tasks. Immutable.
 *
 * @param store where they live; instances that share it serve each other's tasks
 * @param lifetime how long a task can be asked for after it began; one that still runs then is stopped
 * @param pollInterval how often clients are told to ask, and how soon a running job tells how far it is
 * @param lease how long an instance that runs a job may be silent until the others give it up for lost
 * @param maxRunning how many jobs of this server may run when another is to begin
 * @param clock what expiry and leases are judged by; clocks of instances that share a store must agree to a fraction of
 *     the lease
 */
public record TaskPolicy(
        TaskStore store,
        Duration lifetime,
        Duration pollInterval,
        Duration lease,
        int maxRunning,
        InstantSource clock) {
    /** @throws IllegalArgumentException if there is no time or no place for a task */
    public TaskPolicy {
        if (lifetime.toMillis() < 1 || pollInterval.toMillis() < 1 || maxRunning < 1) {
            throw new IllegalArgumentException("A task needs a millisecond and a place to run in, but this allows "
                    + lifetime + ", asking every " + pollInterval + " and " + maxRunning + " places");
        }
        if (lease.compareTo(pollInterval.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "A lease lasts at least three poll intervals, as it is renewed in between, but " + "this is "
                            + lease + " with " + pollInterval);
        }
    }

    /** An hour to live, polls every second, leases of 30 seconds, 256 jobs at once, the system's clock. */
    public static TaskPolicy standard(TaskStore store) {
        return new TaskPolicy(
                store, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(30), 256, InstantSource.system());
    }

    /** The same with another {@link #lifetime()}. */
    public TaskPolicy withLifetime(Duration duration) {
        return new TaskPolicy(store, duration, pollInterval, lease, maxRunning, clock);
    }

    /** The same with another {@link #pollInterval()}. */
    public TaskPolicy withPollInterval(Duration interval) {
        return new TaskPolicy(store, lifetime, interval, lease, maxRunning, clock);
    }

    /** The same with another {@link #lease()}. */
    public TaskPolicy withLease(Duration duration) {
        return new TaskPolicy(store, lifetime, pollInterval, duration, maxRunning, clock);
    }

    /** The same with another {@link #maxRunning()}. */
    public TaskPolicy withMaxRunning(int jobs) {
        return new TaskPolicy(store, lifetime, pollInterval, lease, jobs, clock);
    }

    /** The same with another {@link #clock()}. */
    public TaskPolicy withClock(InstantSource source) {
        return new TaskPolicy(store, lifetime, pollInterval, lease, maxRunning, source);
    }
}
