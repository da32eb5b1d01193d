package dev.holdfast.engine;

import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.custody.AnchorCheck;
import dev.holdfast.engine.custody.Anchored;
import dev.holdfast.engine.custody.CompactedHistory;
import dev.holdfast.engine.internal.audit.Recorder;
import dev.holdfast.engine.internal.call.AuditClaim;
import dev.holdfast.engine.internal.call.Custody;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Environment;
import dev.holdfast.engine.internal.call.GivenKeys;
import dev.holdfast.engine.internal.call.InstalledRules;
import dev.holdfast.engine.internal.call.StoreClock;
import dev.holdfast.engine.internal.call.Timeline;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.follow.Observation;
import dev.holdfast.engine.internal.history.Anchors;
import dev.holdfast.engine.internal.history.Counting;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.Relocation;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.history.Verifier;
import dev.holdfast.engine.internal.moving.KeyCopy;
import dev.holdfast.engine.internal.moving.Migrating;
import dev.holdfast.engine.internal.moving.Restoring;
import dev.holdfast.engine.internal.seal.SealedHeadersLog;
import dev.holdfast.engine.internal.seal.SealedNames;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.internal.trail.Trail;
import dev.holdfast.engine.moving.Migrated;
import dev.holdfast.engine.moving.MigrationStep;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreProvider;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
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
    private final Sealing sealing;
    private final @Nullable Trail trail;

    private Holdfast(Engine engine, Sealing sealing, @Nullable Trail trail) {
        this.engine = engine;
        this.sealing = sealing;
        this.trail = trail;
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
        StoreProvider provider = provider(address);
        return new Builder(provider.open(address), address, () -> provider.openVault(address));
    }

    /**
     * Looks whether the store at an address can be used, and how well. Makes and changes nothing.
     *
     * @throws StoreUnavailableException if no store supports the address
     */
    public static Examination examine(String address) {
        return provider(address).examine(address);
    }

    private static StoreProvider provider(String address) {
        int colon = address.indexOf(':');
        String scheme = colon < 0 ? "" : address.substring(0, colon);
        for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
            if (provider.supports(scheme)) {
                return provider;
            }
        }
        throw StoreUnavailableException.unusable("no store supports the address " + StoreAddress.shown(address)
                + "; it begins with the kind of store, such as memory:, file: or sqlite:");
    }

    /** A builder for an engine on a store that is already open. The engine closes the store when it is closed. */
    public static Builder on(CommitLog log) {
        return new Builder(log, null, () -> {
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
     * Checks every state of the store, of all owners, and the audit log if there is one. Damage is reported, not
     * repaired, and does not end the check. The store may be used meanwhile.
     *
     * @throws StoreUnavailableException if the states cannot be listed
     */
    public Verification verify(Progress progress) {
        Verification store = new Verifier(engine.log(), engine.history().stored()).verify(progress);
        return trail == null ? store : store.and(trail.verify(progress));
    }

    /**
     * Writes an anchor: the newest revision and hash of every state. Kept apart from the store, it shows later what was
     * cut off, replaced or put back, which the chain of a state does not show by itself. It covers the audit log too,
     * if this engine keeps one.
     *
     * @param key an Ed25519 key that signs it; null for an anchor without signature
     * @return what it names
     * @throws IOException if it cannot be written; it is of no use then
     */
    public Anchored anchor(Appendable to, @Nullable PrivateKey key, Progress progress) throws IOException {
        CommitLog audit = trail == null ? null : trail.stored();
        return Anchors.write(engine.log(), audit, engine.now(), to, key, progress);
    }

    /**
     * Holds the store against an anchor. Whether what follows the anchor is sound is told by {@link #verify}.
     *
     * @param key the Ed25519 key that must have signed it; null to leave its signature unchecked
     * @throws IOException if the anchor cannot be read
     * @throws IllegalArgumentException if it is none, was altered or cut short, was not signed with the key, or covers
     *     an audit log and this engine keeps none; the message says which
     */
    public AnchorCheck checkAnchor(Reader anchor, @Nullable PublicKey key, Progress progress) throws IOException {
        return Anchors.check(engine.log(), trail == null ? null : trail.stored(), anchor, key, progress);
    }

    /** What the store holds about a principal or a label, and its erasure; for operators. */
    public Privacy privacy() {
        return new Privacy(engine, trail);
    }

    /**
     * Compacts every state now, instead of later in the background: removes the history that its settings do not keep.
     *
     * @return how many events were replaced by a base, and which states are damaged, which ends nothing
     */
    public CompactedHistory compact(Progress progress) {
        return engine.compacting().all(progress);
    }

    /** Exports, imports and backups: states that are moved between stores. */
    public Moving moving() {
        return new Moving(engine);
    }

    /** Counts the states and commits of the store, of all owners. Damage is told, and does not end the count. */
    public Statistics count(Progress progress) {
        return Counting.of(engine.log(), engine.history(), progress);
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

    /** The keys of the store, if it is encrypted; for operators. */
    public EncryptionKeys keys() {
        return new EncryptionKeys(engine);
    }

    /**
     * The clock that all times of states are counted by: the store's own if it has one, so that all instances on it
     * agree, else the machine's. For what a program keeps in states and other instances compare. Safe for use by many
     * threads; asks the store now and then.
     */
    public InstantSource clock() {
        return engine::now;
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
        int fired = engine.carryOutDue();
        return trail == null ? fired : fired + trail.carryOutDue();
    }

    /** The audit log; empty if the engine keeps none, or could not open it and is the operator's. */
    public Optional<Audit> audit() {
        return Optional.ofNullable(trail).map(Audit::new);
    }

    /**
     * Ends that the store keeps an audit log, and records that there as the last thing; for operators. What was
     * recorded stays where it is. Programs that have the store open go on recording until they are closed; those that
     * open it from now on need no log, or begin another one.
     *
     * @param principal who ends it
     */
    public void endAudit(Principal principal) {
        if (trail != null) {
            trail.ending(principal);
        }
        AuditClaim.end(engine);
    }

    /**
     * Ends observers, finishes writes in progress, and closes the store. Commands that are still queued are refused.
     */
    @Override
    public void close() {
        Trail.close(engine, trail, sealing);
    }

    @Override
    public String toString() {
        return "Holdfast[" + store().stateType() + " " + store().id() + "]";
    }

    /** The options of an engine. Not safe for use by several threads. */
    public static final class Builder {
        private final CommitLog log;
        private @Nullable InstantSource clock;
        private RandomGenerator random = new SecureRandom();
        private Limits limits = Limits.DEFAULT;
        private Supplier<@Nullable RuleCompiler> rules = new InstalledRules();
        private Duration removalPause = Duration.ofHours(1);
        private boolean timersByHand;
        private boolean sealNames;
        private @Nullable MasterKey master;
        private Supplier<KeyVault> vault;
        private final @Nullable String address;
        private @Nullable Auditing auditing;

        private Builder(CommitLog log, @Nullable String address, Supplier<KeyVault> vault) {
            this.log = log;
            this.address = address;
            this.vault = vault;
        }

        /** The clock that decides all times; by default the store's own, or the system's if the store has none. */
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
         * Seals names and labels too, in a store that is new; one that was made so is opened so without this. Which
         * states share a label, or the parts of a name before a slash, still shows.
         */
        public Builder sealedNames() {
            sealNames = true;
            return this;
        }

        /**
         * Keeps an audit log: who read, who was refused, who did what. A call is answered once it is recorded, and
         * refused with {@code unavailable} where that is not possible. From the first time on the store is opened only
         * so, and with the same log, until {@link Holdfast#endAudit}. See {@link Audit}.
         */
        public Builder audited(Auditing how) {
            auditing = how;
            return this;
        }

        /**
         * Opens the engine.
         *
         * @throws StoreUnavailableException if the store is encrypted and its keys are not given, or others, or the
         *     vault is not the master key's, or the store keeps an audit log and that is not given, or another one; the
         *     store is closed then
         */
        public Holdfast open() {
            Sealing sealing = sealing();
            Engine engine = null;
            Trail trail = null;
            boolean done = false;
            try {
                // Before anything is started that could change a store which is being restored.
                History history = new History(log, new StoredEvents(sealing));
                Timeline.requireWhole(log, history);
                Relocation.requireArrived(log, history);
                if (auditing == null) {
                    AuditClaim.requireNone(log, history);
                }
                trail = trail(sealing);
                engine = engine(log, sealing, trail == null ? Recorder.OFF : trail.recorder());
                Custody.claim(engine);
                if (trail != null) {
                    AuditClaim.claim(engine, trail.id(), auditing != null && auditing.isForOperator());
                }
                done = true;
                return new Holdfast(engine, sealing, trail);
            } finally {
                if (!done) {
                    Trail.close(engine, trail, sealing);
                    if (engine == null) {
                        log.close();
                    }
                }
            }
        }

        private @Nullable Trail trail(Sealing sealing) {
            Auditing how = auditing;
            return how == null
                    ? null
                    : Trail.open(
                            how,
                            () -> how.open(
                                    address,
                                    at -> provider(at).beside(at),
                                    at -> provider(at).open(at)),
                            on -> engine(on, sealing, Recorder.OFF),
                            sealing);
        }

        private Engine engine(CommitLog on, Sealing sealing, Recorder recorder) {
            return new Engine(environment(on, sealing, recorder), timersByHand);
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
            Sealing sealing = sealing();
            Engine engine = new Engine(environment(log, sealing, Recorder.OFF), true);
            try {
                Custody.claim(engine);
                if (keys != null) {
                    KeyCopy.read(keys, requireMaster(), sealing);
                }
                return new Restoring(engine, backup, keys != null, at).run(progress);
            } finally {
                Trail.close(engine, null, sealing);
            }
        }

        /**
         * Moves the states of another store to this one, which must be empty, and closes this one. The other is used
         * meanwhile; at the end it takes no changes for a moment, and then none any more: a caller who asks it for one
         * is told the address of this one, without secrets. Every event becomes what it was, with its revision, time
         * and hash, and both stores are compared before the other is given up. If this is interrupted, it is carried
         * out again, and goes on; until it is done this store cannot be opened.
         *
         * @param source an open engine on the other store; reads go on being served there afterwards
         * @param sourceKey opens the vault of the other store; null if that is not encrypted. Its keys are taken into
         *     the vault of this one, which is given as for {@link #open()}
         * @param told is told how far it is, on the calling thread
         * @throws HoldfastException {@code conflict} if this store holds anything else, or the other one is being moved
         *     elsewhere; {@code invalid} if keys are missing
         * @throws StoreUnavailableException as {@link #open()}, and if one of the stores fails
         */
        public Migrated migrateFrom(Holdfast source, @Nullable MasterKey sourceKey, Consumer<MigrationStep> told) {
            sealNames = sealNames || source.sealing.names() != null;
            Sealing sealing = sealing();
            Engine engine = new Engine(environment(log, sealing, Recorder.OFF), true);
            try {
                String shown = address == null ? log.info().stateType() : StoreAddress.shown(address);
                return new Migrating(source.engine, engine, shown, sourceKey, told).run();
            } finally {
                Trail.close(engine, null, sealing);
            }
        }

        private MasterKey requireMaster() {
            if (master == null) {
                throw Failure.invalid("keys", "Give the master key that opens the copy of the keys.")
                        .toException();
            }
            return master;
        }

        private Environment environment(CommitLog on, Sealing sealing, Recorder recorder) {
            SealedNames names = sealing.names();
            CommitLog seen = names == null ? on : new SealedHeadersLog(on, names);
            InstantSource time = clock == null ? StoreClock.of(on, InstantSource.system()) : clock;
            return new Environment(seen, time, random, limits, new Validator(rules), removalPause, sealing, recorder);
        }

        private Sealing sealing() {
            return new GivenKeys(master, vault, sealNames).open(log);
        }
    }
}
