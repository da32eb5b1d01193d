package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.Custody;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Environment;
import dev.holdfast.engine.internal.call.InstalledRules;
import dev.holdfast.engine.internal.call.Timeline;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.follow.Observation;
import dev.holdfast.engine.internal.history.Counting;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.history.Verifier;
import dev.holdfast.engine.internal.moving.KeyCopy;
import dev.holdfast.engine.internal.moving.Restoring;
import dev.holdfast.engine.internal.seal.Keyring;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An open store of states, and the entry point of the engine:
 *
 * <pre>{@code
 * try (Holdfast holdfast = Holdfast.open("sqlite:state.db")) {
 *     State cart = holdfast.open(StateSpec.named("cart"));
 *     cart.write(w -> w.set("currency", "EUR").increment("items", 1));
 *     cart.undo();
 * }
 * }</pre>
 *
 * Safe for use by many threads, virtual ones included. Methods block until they are done. Any number of processes may
 * open the same store.
 */
public final class Holdfast implements AutoCloseable {
    private static final Principal DEFAULT = Principal.local("default");

    private final Engine engine;

    private Holdfast(Engine engine) {
        this.engine = engine;
    }

    /**
     * Opens a store by its address, creating it if there is none: {@code memory:}, {@code file:DIR},
     * {@code sqlite:PATH}, or another address that a store on the class path supports.
     *
     * @throws StoreUnavailableException if no store supports the address, or the store cannot be opened
     */
    public static Holdfast open(String address) {
        return on(address).open();
    }

    /**
     * A builder for an engine with further options. The store is opened at once, by its address.
     *
     * @throws StoreUnavailableException as {@link #open}
     */
    public static Builder on(String address) {
        int colon = address.indexOf(':');
        String scheme = colon < 0 ? "" : address.substring(0, colon);
        for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
            if (provider.supports(scheme)) {
                return new Builder(provider.open(address), () -> provider.openVault(address));
            }
        }
        throw StoreUnavailableException.unusable("no store supports the address " + address
                + "; it begins with the kind of store, such as memory:, file: or sqlite:");
    }

    /** A builder for an engine on a store that is already open. The engine closes the store when it is closed. */
    public static Builder on(CommitLog log) {
        return new Builder(log, () -> {
            throw StoreUnavailableException.unusable("say in which vault the keys of this store are kept");
        });
    }

    /**
     * Counts one call of a principal, and returns the states as the principal sees them. A server calls this exactly
     * once for each call it receives, before it does anything else.
     *
     * @throws HoldfastException {@code limit} if the principal calls more often than
     *     {@link Limits#callsPerPrincipal()}; {@code retry_after_ms} says when to try again
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
     * The states of a kind that the embedding program keeps for itself.
     *
     * @param kind 3 to 10 characters of a-z; the same key in another kind is another state
     * @throws IllegalArgumentException if the kind is malformed
     */
    public InternalStates internal(String kind) {
        return new InternalStates(engine, kind);
    }

    /**
     * Opens a state as the principal {@code default}, for programs with one principal only.
     *
     * @throws HoldfastException as {@link States#open}
     */
    public State open(StateSpec spec) {
        return as(DEFAULT).open(spec).state();
    }

    /** What the store is and promises. */
    public StoreInfo store() {
        return engine.log().info();
    }

    /**
     * Checks every state of the store, of all owners. Damage is reported, not repaired, and does not end the check. The
     * store may be used meanwhile.
     *
     * @throws StoreUnavailableException if the states cannot be listed
     */
    public Verification verify(Progress progress) {
        return new Verifier(engine.log(), engine.history().stored()).verify(progress);
    }

    /**
     * Compacts every state now, instead of later in the background: removes the history that its settings do not keep.
     *
     * @return how many events were replaced by a base
     */
    public long compact(Progress progress) {
        return engine.compacting().all(progress);
    }

    /** Exports, imports and backups: states that are moved between stores. */
    public Moving moving() {
        return new Moving(engine);
    }

    /** Counts the states and commits of the store, of all owners. */
    public Statistics count(Progress progress) {
        return Counting.of(engine.log(), progress);
    }

    /**
     * What this engine has done since it was opened, and what it has in memory. Cheap: it delays nothing and does not
     * ask the store.
     */
    public Figures figures() {
        return engine.figures();
    }

    /**
     * Calls an observer with every event stored from now on, of all states, internal ones included, and by all
     * processes: in order within each state, one call at a time, on threads of its own. The observer may be slow: it
     * reads the store's feed at its own pace. Closing the subscription first delivers what is stored by then, and waits
     * up to two seconds for it.
     *
     * @param missed called if the observer was so slow that events were compacted away before it saw them; it continues
     *     after them
     */
    public Subscription follow(Consumer<Committed> observer, Runnable missed) {
        return engine.tailer().follow(observer, missed);
    }

    /**
     * Calls an observer with every event of one state from a revision on, as {@link State#observe(long, Consumer,
     * Consumer)} does, but for the program and not for a principal: it goes on while the state is there. A program
     * that passes events on to several principals asks for each of them whether it still may.
     */
    public Subscription observe(StateId state, long fromRevision, Consumer<Event> observer, Consumer<Failure> gone) {
        return Observation.start(
                state,
                engine.tailer(),
                engine.history(),
                new Observation.Observer(observer, gone, () -> true),
                Math.max(1, fromRevision) - 1);
    }

    /**
     * Takes the store's turn to write and gives it back, to check that writing is not blocked.
     *
     * @throws StoreUnavailableException if the turn was not free in time
     */
    public void tryTurn() {
        engine.log().turn().close();
    }

    /**
     * The vault that has the store's keys; empty if the store is not encrypted.
     *
     * @throws StoreUnavailableException if the vault cannot be read
     */
    public Optional<Vault> vault() {
        return engine.history()
                .stored()
                .sealing()
                .head()
                .map(head -> new Vault(head.id(), head.masterKey(), head.generation()));
    }

    /**
     * Gives every state of an encrypted store a new key, which it gets when it is next written to. What is stored by
     * then stays sealed with its old keys. Other processes follow with their next commit; nothing waits.
     *
     * @throws IllegalStateException if the store is not encrypted
     * @throws StoreUnavailableException if the vault cannot be written to
     */
    public void renewKeys() {
        engine.history().stored().sealing().renewKeys();
    }

    /**
     * Seals what was stored before the store was encrypted. Events cannot be sealed later without changing their
     * hashes, so they are folded into a sealed base: the history before it is gone. Each state is a step of its own; a
     * call that was cut short is made again. Other callers go on meanwhile.
     *
     * @throws IllegalStateException if the store is not encrypted
     * @throws StoreUnavailableException if store or vault cannot be used
     */
    public SealedHistory sealHistory(Progress progress) {
        return engine.encrypting().all(progress);
    }

    /**
     * Gives the vault of an encrypted store to another master key: from now on it is opened with that one alone. It is
     * one durable step, whatever the number of states. Processes that have the store open go on working.
     *
     * @throws IllegalStateException if the store is not encrypted
     * @throws StoreUnavailableException if the vault cannot be written to, or the service that keeps the key refuses
     */
    public void changeMasterKey(MasterKey next) {
        engine.history().stored().sealing().giveTo(next);
    }

    /** A new command id, for a caller's next call that changes something. */
    public String mintCommandId() {
        return engine.freshCommandId();
    }

    /**
     * Fires the timers of all states that are due now, and carries out what runs want of child runs. The engine does so
     * by itself, unless it was built with {@link Builder#timersByHand()}.
     *
     * @return the number of states in which a timer was due
     */
    public int fireTimers() {
        return engine.carryOutDue();
    }

    /**
     * Ends observers, finishes writes in progress, and closes the store. Commands that are still queued are refused.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** The options of an engine. Not safe for use by several threads. */
    public static final class Builder {
        private final CommitLog log;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();
        private Limits limits = Limits.DEFAULT;
        private Supplier<@Nullable RuleCompiler> rules = new InstalledRules();
        private Duration removalPause = Duration.ofHours(1);
        private boolean timersByHand;
        private @Nullable MasterKey master;
        private Supplier<KeyVault> vault;

        private Builder(CommitLog log, Supplier<KeyVault> vault) {
            this.log = log;
            this.vault = vault;
        }

        /** The clock that decides all times; by default the system's. */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /**
         * The generator of handles; by default a {@link SecureRandom}. It must be cryptographically strong and safe for
         * use by many threads.
         */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /** The limits; by default {@link Limits#DEFAULT}. */
        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /** The compiler of schemas and rules; by default the first on the class path, looked for when one is needed. */
        public Builder rules(RuleCompiler value) {
            rules = () -> value;
            return this;
        }

        /**
         * How long before it removes an ended state for good this engine must have seen that it is due, so that a clock
         * that is wrong for a while removes nothing; by default an hour. The time is not counted by the clock that can
         * be {@linkplain #clock set}.
         */
        public Builder removalPause(Duration value) {
            removalPause = value;
            return this;
        }

        /**
         * Fires timers only in {@link Holdfast#fireTimers()}, for clocks that are set by hand. Reads and writes still
         * use the clock.
         */
        public Builder timersByHand() {
            timersByHand = true;
            return this;
        }

        /**
         * Encrypts what is stored: events, bases and snapshots, each state's with keys of its own. They are kept in the
         * vault that belongs to the store's address: beside it, under its name and {@code -vault}. From the first time
         * on the store is opened only so. A store that was written in clear stays readable; what is added to it is
         * encrypted.
         *
         * @param key opens the vault; a new vault is from now on opened only with it
         */
        public Builder encrypted(MasterKey key) {
            master = key;
            return this;
        }

        /**
         * The same with keys that are kept in another vault, such as one on another disk.
         *
         * @param keys apart from the store; the engine closes it when it is closed
         */
        public Builder encrypted(MasterKey key, KeyVault keys) {
            master = key;
            vault = () -> keys;
            return this;
        }

        /**
         * Opens the engine.
         *
         * @throws StoreUnavailableException if the store is encrypted and its keys are not given, or others, or the
         *     vault is not the master key's; the store is closed then
         */
        public Holdfast open() {
            Environment environment = environment(sealing());
            requireWhole(environment);
            Engine engine = new Engine(environment, timersByHand);
            boolean done = false;
            try {
                Custody.claim(engine);
                done = true;
                return new Holdfast(engine);
            } finally {
                if (!done) {
                    engine.close();
                }
            }
        }

        /**
         * Restores the store, which must be empty, of a backup, and closes it. It is a new store, of another identity
         * than the one that was backed up: nothing that pointed into the feed of that one does into this one's. If this
         * is interrupted, it is carried out again, and goes on; until it is done the store cannot be opened.
         *
         * @param backup a folder that {@link Moving#backUp} made, or a file that has everything that was exported
         * @param keys a copy of the keys, which {@link Moving#copyKeys} made; null if the backup is not of an encrypted
         *     store. They are taken into the vault of this store, which is given as for {@link #open()} and opens with
         *     the same master key
         * @param at each state is as it was then; {@link Instant#MAX} for the newest there is
         * @throws HoldfastException {@code invalid}, with nothing changed, if the backup is damaged or needs keys that
         *     are not given; {@code conflict} if the store is not empty
         * @throws StoreUnavailableException as {@link #open()}, and if the store fails
         */
        public Restored restore(Path backup, @Nullable Path keys, Instant at, Progress progress) {
            Environment environment = environment(sealing());
            Engine engine = new Engine(environment, true);
            try {
                Custody.claim(engine);
                if (keys != null) {
                    KeyCopy.read(keys, requireMaster(), environment.sealing());
                }
                return new Restoring(engine, backup, keys != null, at).run(progress);
            } finally {
                engine.close();
            }
        }

        private MasterKey requireMaster() {
            if (master == null) {
                throw Failure.invalid("keys", "Give the master key that opens the copy of the keys.")
                        .toException();
            }
            return master;
        }

        /** Before anything is started that could change a store which is being restored. */
        private void requireWhole(Environment environment) {
            boolean whole = false;
            try {
                Timeline.requireWhole(log, new History(log, new StoredEvents(environment.sealing())));
                whole = true;
            } finally {
                if (!whole) {
                    log.close();
                    environment.sealing().close();
                }
            }
        }

        private Environment environment(Sealing sealing) {
            return new Environment(log, clock, random, limits, new Validator(rules), removalPause, sealing);
        }

        /** The keys of the store, which is closed if there is anything wrong with them. */
        private Sealing sealing() {
            Sealing sealing = null;
            try {
                sealing = sealing(Custody.vaultOf(log));
                return sealing;
            } finally {
                if (sealing == null) {
                    log.close();
                }
            }
        }

        /** Keys never come from a generator that a caller may have seeded. */
        private Sealing sealing(@Nullable String said) {
            if (master != null) {
                return Keyring.open(vault.get(), master, log.info().id(), said, new SecureRandom());
            } else if (said != null) {
                throw StoreUnavailableException.unusable(
                        "the store is encrypted; give the master key of its vault, " + said);
            }
            return Sealing.NONE;
        }
    }
}
