package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Environment;
import dev.holdfast.engine.internal.call.InstalledRules;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.history.Counting;
import dev.holdfast.engine.internal.history.Verifier;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store of states, opened. The entry to everything:
 *
 * <pre>{@code
 * try (Holdfast holdfast = Holdfast.open("sqlite:state.db")) {
 *     State cart = holdfast.open(StateSpec.named("cart"));
 *     cart.write(w -> w.set("currency", "EUR").increment("items", 1));
 *     cart.undo();
 * }
 * }</pre>
 *
 * Safe for use by many threads, virtual ones included; every method blocks. Any number of processes may open one store.
 */
public final class Holdfast implements AutoCloseable {
    private static final Principal DEFAULT = Principal.local("default");

    private final Engine engine;

    private Holdfast(Engine engine) {
        this.engine = engine;
    }

    /**
     * Opens a store by its address, creating it if there is none: {@code memory:}, {@code file:DIR},
     * {@code sqlite:PATH}, or whatever the stores on the class path offer.
     *
     * @throws StoreUnavailableException if no store knows the address, or the store cannot be opened
     */
    public static Holdfast open(String address) {
        return on(address).open();
    }

    /**
     * Begins to open a store by its address, which is opened at once, for those who have something to say beside it.
     *
     * @throws StoreUnavailableException as {@link #open}
     */
    public static Builder on(String address) {
        int colon = address.indexOf(':');
        String scheme = colon < 0 ? "" : address.substring(0, colon);
        for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
            if (provider.supports(scheme)) {
                return on(provider.open(address));
            }
        }
        throw StoreUnavailableException.unusable("no store knows the address " + address
                + "; it begins with the kind of store, such as memory:, file: or sqlite:");
    }

    /** Begins to open a store that is at hand. It is closed together with what this opens. */
    public static Builder on(CommitLog log) {
        return new Builder(log);
    }

    /**
     * Lets one call of a principal in, and answers the states as it sees them. For whoever serves principals: at the
     * beginning of whatever is one call to them, before anything is done, and once however much is done for it.
     *
     * @throws HoldfastException {@code limit} if the principal calls more often than
     *     {@link Limits#callsPerPrincipal()}; {@code retry_after_ms} tells when to try again
     */
    public States admit(Principal principal) {
        engine.quotas().calls().take(principal);
        return as(principal);
    }

    /** The states as a principal sees them, without counting a call. */
    public States as(Principal principal) {
        return new States(engine, principal);
    }

    /**
     * The states of a kind that an embedder keeps for itself.
     *
     * @param kind 3 to 10 of a-z; what is kept under another kind is another state
     */
    public InternalStates internal(String kind) {
        return new InternalStates(engine, kind);
    }

    /** Opens a state for an embedder that has one principal only. */
    public State open(StateSpec spec) {
        return as(DEFAULT).open(spec).state();
    }

    /** What the store is and promises. */
    public StoreInfo store() {
        return engine.log().info();
    }

    /**
     * Checks every state of the store, whoever owns it. Damage is reported, not repaired, and ends nothing. Others may
     * use the store meanwhile.
     *
     * @throws StoreUnavailableException if the store cannot even be listed
     */
    public Verification verify(Progress progress) {
        return new Verifier(engine.log()).verify(progress);
    }

    /**
     * Lets go of the history that the settings of each state do not keep, now rather than when the background comes to
     * it.
     *
     * @return how many events were replaced by what they add up to
     */
    public long compact(Progress progress) {
        return engine.compacting().all(progress);
    }

    /** Counts what the store holds, whoever owns it. */
    public Statistics count(Progress progress) {
        return Counting.of(engine.log(), progress);
    }

    /**
     * What this engine did since it was opened, and what it has in memory. Cheap: nobody is held up, the store is not
     * asked.
     */
    public Figures figures() {
        return engine.figures();
    }

    /**
     * Tells an observer of every event that is stored from now on, of any state, internal ones included, whichever
     * process makes it; in order within each state, on a thread of its own. It may be slow: it reads the store's feed
     * at its own pace. Closing what this answers tells it first of all that is stored by then, and waits up to two
     * seconds for it.
     *
     * @param missed told if it was so slow that events it had not seen were compacted away; the telling goes on after
     *     them
     */
    public Subscription follow(Consumer<Committed> observer, Runnable missed) {
        return engine.tailer().follow(observer, missed);
    }

    /**
     * Takes the store's turn to write and gives it back, which proves that writers can come through.
     *
     * @throws StoreUnavailableException if it was not to be had in time
     */
    public void tryTurn() {
        engine.log().turn().close();
    }

    /** A fresh command id, for a caller's next changing call. */
    public String mintCommandId() {
        return engine.freshCommandId();
    }

    /**
     * Fires the timers that are due now, of every state in the store. The engine does so by itself; this is for those
     * who {@link Builder#timersByHand() step it by hand}.
     *
     * @return in how many states there was something due
     */
    public int fireTimers() {
        return engine.timers().fireDue();
    }

    /** Ends observers, finishes what is being written, and closes the store. Commands not yet taken up are refused. */
    @Override
    public void close() {
        engine.close();
    }

    /** What an engine is given: time and randomness are never taken. */
    public static final class Builder {
        private final CommitLog log;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();
        private Limits limits = Limits.DEFAULT;
        private Supplier<@Nullable RuleCompiler> rules = new InstalledRules();
        private boolean timersByHand;

        private Builder(CommitLog log) {
            this.log = log;
        }

        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** Where handles come from; it must be cryptographically strong and safe for use by many threads. */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /**
         * What compiles schemas and rules; by default the first that is on the class path, looked for when one is
         * needed.
         */
        public Builder rules(RuleCompiler value) {
            rules = () -> value;
            return this;
        }

        /**
         * Leaves timers to {@link Holdfast#fireTimers()}, for clocks that do not go by themselves. Reads and writes
         * still decide by time.
         */
        public Builder timersByHand() {
            timersByHand = true;
            return this;
        }

        public Holdfast open() {
            return new Holdfast(
                    new Engine(new Environment(log, clock, random, limits, new Validator(rules)), timersByHand));
        }
    }
}
