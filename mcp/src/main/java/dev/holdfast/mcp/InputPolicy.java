package dev.holdfast.mcp;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How tools ask clients for input. Immutable.
 *
 * @param keys the keys that seal the state carried by clients of the stateless era
 * @param stateLifetime how long such a client may take to return the state
 * @param usedStates lets each state be used once; null if it may be used repeatedly until it expires
 * @param answerTimeout how long a client of the handshake era may take over one question
 * @param maxRounds how often one call may ask a client of the handshake era, for which the server waits
 * @param clock the clock against which expiry is checked
 */
public record InputPolicy(
        StateKeys keys,
        Duration stateLifetime,
        @Nullable UsedStates usedStates,
        Duration answerTimeout,
        int maxRounds,
        InstantSource clock) {
    /** @throws IllegalArgumentException if a duration is not positive or {@code maxRounds} is less than 1 */
    public InputPolicy {
        if (!stateLifetime.isPositive() || !answerTimeout.isPositive() || maxRounds < 1) {
            throw new IllegalArgumentException("stateLifetime, answerTimeout and maxRounds must be positive, but are "
                    + stateLifetime + ", " + answerTimeout + " and " + maxRounds);
        }
    }

    /**
     * A random key, state that lives 10 minutes and may be used again, 5 minutes to answer, 16 rounds, the system's
     * clock.
     */
    public static InputPolicy standard() {
        return new InputPolicy(
                StateKeys.random(), Duration.ofMinutes(10), null, Duration.ofMinutes(5), 16, InstantSource.system());
    }

    /** The same with other {@link #keys()}. */
    public InputPolicy withKeys(StateKeys others) {
        return new InputPolicy(others, stateLifetime, usedStates, answerTimeout, maxRounds, clock);
    }

    /** The same with another {@link #stateLifetime()}. */
    public InputPolicy withStateLifetime(Duration lifetime) {
        return new InputPolicy(keys, lifetime, usedStates, answerTimeout, maxRounds, clock);
    }

    /** The same with states that can be used once, see {@link #usedStates()}. */
    public InputPolicy withSingleUse(UsedStates memory) {
        return new InputPolicy(keys, stateLifetime, memory, answerTimeout, maxRounds, clock);
    }

    /** The same with another {@link #answerTimeout()}. */
    public InputPolicy withAnswerTimeout(Duration timeout) {
        return new InputPolicy(keys, stateLifetime, usedStates, timeout, maxRounds, clock);
    }

    /** The same with another {@link #maxRounds()}. */
    public InputPolicy withMaxRounds(int rounds) {
        return new InputPolicy(keys, stateLifetime, usedStates, answerTimeout, rounds, clock);
    }

    /** The same with another {@link #clock()}. */
    public InputPolicy withClock(InstantSource source) {
        return new InputPolicy(keys, stateLifetime, usedStates, answerTimeout, maxRounds, source);
    }
}
