package dev.holdfast.mcp;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How tools ask clients. Immutable.
 *
 * @param keys what the state is sealed under that a client of the stateless era carries
 * @param stateLifetime how long such a client may take to come back with it
 * @param usedStates makes each state good for one use; null if it may be used again until it expires
 * @param answerTimeout how long a client of the handshake era may take over one question
 * @param maxRounds how often one call may ask such a client, whose server waits all the while
 * @param clock what expiry is judged by
 */
public record InputPolicy(
        StateKeys keys,
        Duration stateLifetime,
        @Nullable UsedStates usedStates,
        Duration answerTimeout,
        int maxRounds,
        InstantSource clock) {
    /** @throws IllegalArgumentException if a client would get no time or no round */
    public InputPolicy {
        if (!stateLifetime.isPositive() || !answerTimeout.isPositive() || maxRounds < 1) {
            throw new IllegalArgumentException("A client needs time and a round to answer in, but this allows "
                    + stateLifetime + ", " + answerTimeout + " and " + maxRounds + " rounds");
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

    /** The same with state that is good for one use, see {@link #usedStates()}. */
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
