package dev.holdfast.mcp;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a server runs tasks. Immutable.
 *
 * @param store keeps the tasks; instances that share it serve each other's tasks
 * @param lifetime how long a task exists after it began; one that still runs then is stopped
 * @param pollInterval the poll interval suggested to clients
 * @param lease how long the other instances take an instance that runs a job at its word; a client that asks one of
 *     them later makes it ask whether the job goes on, and after another lease without an answer the job counts as lost
 * @param maxRunning how many jobs this server runs at the same time; beyond that new tasks are refused, but jobs whose
 *     client answered go on
 * @param maxRunningPerCaller how many of them one authenticated caller may have; one more is answered {@code limit}
 * @param clock the clock against which expiry and leases are checked; the clocks of instances that share a store must
 *     agree to a fraction of the lease
 */
public record TaskPolicy(
        TaskStore store,
        Duration lifetime,
        Duration pollInterval,
        Duration lease,
        int maxRunning,
        int maxRunningPerCaller,
        InstantSource clock) {
    /**
     * @throws IllegalArgumentException if a duration is less than a millisecond, a number of jobs is less than 1, or
     *     the lease is shorter than three poll intervals
     */
    public TaskPolicy {
        if (lifetime.toMillis() < 1 || pollInterval.toMillis() < 1 || maxRunning < 1 || maxRunningPerCaller < 1) {
            throw new IllegalArgumentException(
                    "lifetime and pollInterval must be at least 1 ms and numbers of jobs at least 1, but are "
                            + lifetime + ", " + pollInterval + ", " + maxRunning + " and " + maxRunningPerCaller);
        }
        if (lease.compareTo(pollInterval.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "A lease must last at least three poll intervals, since it is renewed in between, but is " + lease
                            + " with " + pollInterval);
        }
    }

    /** A lifetime of an hour, a poll every second, leases of 30 seconds, 256 jobs at once, 64 of one caller,
     * the system's clock. */
    public static TaskPolicy standard(TaskStore store) {
        return new TaskPolicy(
                store,
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                256,
                64,
                InstantSource.system());
    }

    /** The same with another {@link #lifetime()}. */
    public TaskPolicy withLifetime(Duration duration) {
        return new TaskPolicy(store, duration, pollInterval, lease, maxRunning, maxRunningPerCaller, clock);
    }

    /** The same with another {@link #pollInterval()}. */
    public TaskPolicy withPollInterval(Duration interval) {
        return new TaskPolicy(store, lifetime, interval, lease, maxRunning, maxRunningPerCaller, clock);
    }

    /** The same with another {@link #lease()}. */
    public TaskPolicy withLease(Duration duration) {
        return new TaskPolicy(store, lifetime, pollInterval, duration, maxRunning, maxRunningPerCaller, clock);
    }

    /** The same with another {@link #maxRunning()}. */
    public TaskPolicy withMaxRunning(int jobs) {
        return new TaskPolicy(store, lifetime, pollInterval, lease, jobs, maxRunningPerCaller, clock);
    }

    /** The same with another {@link #maxRunningPerCaller()}. */
    public TaskPolicy withMaxRunningPerCaller(int jobs) {
        return new TaskPolicy(store, lifetime, pollInterval, lease, maxRunning, jobs, clock);
    }

    /** The same with another {@link #clock()}. */
    public TaskPolicy withClock(InstantSource source) {
        return new TaskPolicy(store, lifetime, pollInterval, lease, maxRunning, maxRunningPerCaller, source);
    }
}
