package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * States that the embedding program keeps for itself, such as sessions of a protocol: durable, shared by all processes
 * on the store, and observable like any other. Each is found by a key that the program chooses. No principal sees them:
 * they have no handle and appear in no list. There may be as many of a kind as a principal may have states. An ended
 * state is removed at once. Safe for use by many threads.
 */
public final class InternalStates {
    private static final Pattern KIND = Pattern.compile("[a-z]{3,10}");

    private final Engine engine;
    private final Principal actor;
    private final String prefix;
    private final String owner;
    private final int most;

    InternalStates(Engine engine, String kind) {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException(
                    "a kind of internal states is 3 to 10 characters of a-z, but this is " + kind);
        }
        this.engine = engine;
        this.actor = Actors.internal(kind);
        this.prefix = kind + "_";
        this.owner = actor.id();
        this.most = Integer.MAX_VALUE;
    }

    private InternalStates(InternalStates all, String owner, int most) {
        this.engine = all.engine;
        this.actor = all.actor;
        this.prefix = all.prefix;
        this.owner = owner;
        this.most = most;
    }

    /**
     * The same states, where those created from here are kept on behalf of a principal: they count among its own of
     * this kind, and what is stored in them takes its share of {@link Limits#writesPerPrincipal()}. They are found by
     * the same keys.
     *
     * @param most how many of this kind may be kept for it at the same time
     */
    public InternalStates onBehalfOf(Principal principal, int most) {
        String kind = prefix.substring(0, prefix.length() - 1);
        return new InternalStates(this, Actors.internal(kind, principal), most);
    }

    /**
     * How long an internal state lives, and how much of its history is kept.
     *
     * @param lifetime whether it ends by itself
     * @param idleTtl how long it lives without use, in whole seconds; writes count as use, and so do reads in the
     *     second half of that time
     * @param maxTtl how long it lives at most, in whole seconds
     * @param keep how much of its history is kept
     */
    public record Terms(Lifetime lifetime, Duration idleTtl, Duration maxTtl, Keep keep) {
        /** Lives until it is erased. */
        public static Terms forGood(Keep keep) {
            return new Terms(Lifetime.PERSISTENT, Settings.DEFAULT_IDLE_TTL, Settings.DEFAULT_MAX_TTL, keep);
        }

        /**
         * Lives as long as it is used, but not longer than the maximum age of sessions. Only the newest event is kept.
         */
        public static Terms unlessUnused(Duration idleTtl) {
            return new Terms(Lifetime.SESSION, idleTtl, Settings.DEFAULT_MAX_TTL, Keep.revisions(1));
        }

        /** Lives for a fixed time, used or not. Only the newest event is kept. */
        public static Terms lasting(Duration time) {
            return new Terms(Lifetime.SESSION, time.multipliedBy(2), time, Keep.revisions(1));
        }

        private Settings settings(String owner) {
            return Settings.internal(owner, lifetime, idleTtl, maxTtl, keep);
        }
    }

    /** The state of a key, which need not exist: if it does not, using it throws {@code not_found}. */
    public State state(String key) {
        return new State(engine, actor, id(key));
    }

    /**
     * Creates the state of a key that was never used before. If any number of callers in any number of processes call
     * this for one key, exactly one creates the state, and a key is never used again after its state is erased.
     *
     * @return false, with nothing changed, if the key was used before
     * @throws HoldfastException {@code limit} if there are too many of the kind, or those on whose behalf it is kept
     *     have stored too much lately
     */
    public boolean create(String key, JsonObject document, Terms terms) {
        engine.quotas().states().take(owner, most);
        Command command = new Command(id(key), actor, null, Change.Create.of(terms.settings(owner), document));
        if (engine.execute(command) instanceof CommandOutcome.Refused(Failure failure)) {
            engine.quotas().states().release(owner);
            if (isTaken(failure)) {
                return false;
            }
            throw failure.toException();
        }
        return true;
    }

    /** The present state of a key; empty if there is none. */
    public Optional<StateView> find(String key) {
        return ifThere(state(key)::read);
    }

    /** Erases the state of a key; false if there is none. */
    public boolean erase(String key) {
        State state = state(key);
        return ifThere(() -> {
                    state.erase(null);
                    return state;
                })
                .isPresent();
    }

    /** The result of using a state; empty if the state does not exist. */
    private static <T> Optional<T> ifThere(Supplier<T> use) {
        try {
            return Optional.of(use.get());
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isTaken(Failure failure) {
        return failure.code() == Failure.Code.CONFLICT || failure.code() == Failure.Code.NOT_FOUND;
    }

    private StateId id(String key) {
        MessageDigest sha256 = Digests.sha256();
        sha256.update(key.getBytes(StandardCharsets.UTF_8));
        return StateId.derived(prefix, sha256);
    }

    @Override
    public String toString() {
        return "InternalStates[" + prefix + "]";
    }
}
