package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.call.AuditClaim;
import dev.holdfast.engine.internal.call.Custody;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.Relocation;
import dev.holdfast.engine.internal.history.Relocation.Stage;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.internal.image.Claims;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.Migrated;
import dev.holdfast.engine.moving.MigrationStep;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves a store to another one. Everything is copied while the source is used; then what was changed meanwhile, as the
 * feed tells it, until little is left; then the source is stopped, the rest is copied, both are compared state by state
 * and say so: first the source that it was moved, then the target that it may be used. So there is never a moment at
 * which both take changes. Whatever is interrupted is carried out again and goes on from where the target stands
 * (MOVE-13).
 */
public final class Migrating {
    private static final int BATCH = 256;

    /** With so few commits left the source is stopped. */
    private static final int REST = 1_000;

    /** So often at least it is tried to get there. */
    private static final int LEAST_ROUNDS = 4;

    /** So many states are compared while the source is stopped; if there are more, before that. */
    private static final long MOST_COMPARED_AT_REST = 5_000;

    private final Engine source;
    private final Engine target;
    private final String address;
    private final @Nullable MasterKey master;
    private final Consumer<MigrationStep> told;
    private final boolean claiming;
    private final StateCopy copy;
    private final ChangedStates changed;
    private final Signpost here;
    private final Signpost there;
    private MigrationStep.Stage stage = MigrationStep.Stage.COPYING;
    private long states;

    /**
     * Prepares it.
     *
     * @param address that of the target, without secrets
     * @param master opens the vault of the source; null if it is not encrypted
     * @param told is told how far it is
     */
    public Migrating(
            Engine source, Engine target, String address, @Nullable MasterKey master, Consumer<MigrationStep> told) {
        this.source = source;
        this.target = target;
        this.address = address;
        this.master = master;
        this.told = told;
        this.claiming = sealing(source).names() != null || sealing(target).names() != null;
        this.copy = new StateCopy(source, target, master, claiming);
        this.changed = new ChangedStates(source.log());
        this.here = new Signpost(source);
        this.there = new Signpost(target);
    }

    /**
     * Carries it out.
     *
     * @throws HoldfastException {@code conflict} if the target holds anything else, or the source is being moved
     *     elsewhere; {@code invalid} if keys are missing or not to be given
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if one of the stores fails
     */
    public Migrated run() {
        Relocation said = begin();
        if (said.is(Stage.MOVED)) {
            return arrived(Duration.ZERO);
        }
        long counted = System.nanoTime() + Relocation.LEASE.toNanos();
        changed.begin();
        walk();
        stage = MigrationStep.Stage.CATCHING_UP;
        catchUp(REST);
        if (states > MOST_COMPARED_AT_REST) {
            walk();
            catchUp(REST);
        }
        if (!copy.problems().isEmpty()) {
            return told(false, Duration.ZERO);
        }
        while (System.nanoTime() - counted < 0) {
            LockSupport.parkNanos(counted - System.nanoTime());
            catchUp(REST);
        }
        return stop(said);
    }

    /**
     * Ends what another run began and has not done.
     *
     * @return false if the store is not being moved
     * @throws HoldfastException {@code conflict} if it was moved
     */
    public static boolean cancel(Engine engine) {
        Signpost post = new Signpost(engine);
        Relocation said = post.read();
        Relocation.Leaving leaving = said.leaving();
        if (leaving == null) {
            return false;
        } else if (leaving.stage() == Stage.MOVED) {
            throw refused("The store was moved to " + leaving.address() + ", and may have been changed there since.");
        }
        post.say(said.withLeaving(null));
        return true;
    }

    private Relocation begin() {
        Relocation said = here.read();
        Relocation other = there.read();
        String from = source.log().info().id();
        String to = target.log().info().id();
        requireMeant(said, other, from, to);
        requireKeys();
        target.residence().fill();
        Custody.claim(target);
        if (other.arriving() == null) {
            there.say(other.withArriving(new Relocation.Arriving(from, false)));
        }
        Relocation.Leaving leaving = said.leaving();
        if (leaving == null) {
            return here.say(said.withLeaving(new Relocation.Leaving(to, address, Stage.COPYING, source.now())));
        }
        // One that was killed while the source was stopped gives it back until little is left again.
        return leaving.stage() == Stage.STOPPED
                ? here.say(said.withLeaving(leaving.at(Stage.COPYING, source.now())))
                : said;
    }

    private void requireMeant(Relocation said, Relocation other, String from, String to) {
        Relocation.Leaving leaving = said.leaving();
        Relocation.Arriving arriving = other.arriving();
        if (from.equals(to)) {
            throw refused("A store cannot be moved to itself.");
        } else if (leaving != null && !leaving.store().equals(to)) {
            throw refused(
                    leaving.stage() == Stage.MOVED
                            ? "The store was moved to " + leaving.address() + " before."
                            : "The store is being moved to " + leaving.address() + ". Go on with that, or end it"
                                    + " (migrate --cancel).");
        } else if (other.leaving() != null
                || (arriving == null ? !isEmpty() : !arriving.store().equals(from))
                || (arriving != null && arriving.done() && !said.is(Stage.MOVED))) {
            throw refused("The other store holds other states. Move to one that is not there yet.");
        }
    }

    private void requireKeys() {
        boolean encrypted = sealing(source).vault() != null;
        if (encrypted && (master == null || sealing(target).vault() == null)) {
            throw Failure.invalid(
                            "keys",
                            "The store is encrypted: give its master key, and one for the vault of the other store.")
                    .toException();
        } else if (!encrypted && sealing(target).vault() != null) {
            throw Failure.invalid(
                            "keys",
                            "The store is not encrypted, and history in clear would stay so in one that is. Move it"
                                    + " in clear, and encrypt it there.")
                    .toException();
        }
    }

    /** Copies what differs of every state, on either side. */
    private void walk() {
        states = 0;
        each(source.log(), ids -> {
            states += ids.size();
            bring(ids);
        });
        each(target.log(), this::bring);
    }

    private void each(CommitLog log, Consumer<List<StateId>> visit) {
        List<StateId> batch = new ArrayList<>();
        StateWalk.ids(log, Progress.NONE, id -> {
            if (isMoved(id)) {
                batch.add(id);
            }
            if (batch.size() == BATCH) {
                visit.accept(batch);
                batch.clear();
            }
        });
        visit.accept(batch);
    }

    private void bring(List<StateId> ids) {
        List<StateCopy.Difference> differing = copy.differing(ids);
        if (!differing.isEmpty()) {
            copy.bring(differing);
        }
        tell();
    }

    private boolean isMoved(StateId id) {
        return !id.equals(Sealing.CUSTODY)
                && !id.equals(Relocation.ID)
                && !id.equals(AuditClaim.ID)
                && !(claiming && Claims.isClaim(id));
    }

    /**
     * Copies what the feed tells, until it tells no more than so much at once, or no less than before: then writers are
     * as fast as this, and more rounds would not help.
     */
    private void catchUp(int rest) {
        long before = Long.MAX_VALUE;
        long commits = round();
        for (int rounds = 1; commits > rest && (rounds < LEAST_ROUNDS || commits < before / 10 * 9); rounds++) {
            before = commits;
            commits = round();
        }
    }

    /** Copies what was changed since the last time; returns how many commits those were. */
    private long round() {
        Set<StateId> ids = new LinkedHashSet<>();
        long commits = changed.take(ids);
        if (commits == ChangedStates.UNKNOWN) {
            walk();
            return Long.MAX_VALUE;
        }
        copy.problems().forEach(problem -> ids.add(problem.state()));
        List<StateId> all = ids.stream().filter(this::isMoved).toList();
        for (int i = 0; i < all.size(); i += BATCH) {
            bring(all.subList(i, Math.min(all.size(), i + BATCH)));
        }
        return commits;
    }

    private Migrated stop(Relocation said) {
        Relocation.Leaving leaving = Objects.requireNonNull(said.leaving());
        long before = System.nanoTime();
        stage = MigrationStep.Stage.STOPPED;
        tell();
        Relocation stopped = here.say(said.withLeaving(leaving.at(Stage.STOPPED, source.now())));
        boolean done = false;
        try {
            while (round() > 0) {
                tell();
            }
            requireSame();
            if (sealing(target).vault() != null) {
                sealing(target).renewKeys();
            }
            here.say(stopped.withLeaving(leaving.at(Stage.MOVED, source.now())));
            done = true;
        } finally {
            if (!done) {
                giveBack(stopped, leaving);
            }
        }
        return arrived(Duration.ofNanos(System.nanoTime() - before));
    }

    /** Lets the source take changes again, unless it says by now that it was moved. */
    private void giveBack(Relocation stopped, Relocation.Leaving leaving) {
        try {
            here.say(stopped.withLeaving(leaving.at(Stage.COPYING, source.now())));
        } catch (RuntimeException e) {
            System.getLogger(Migrating.class.getName())
                    .log(System.Logger.Level.WARNING, "the store stays stopped: carry the migration out again", e);
        }
    }

    private void requireSame() {
        if (!copy.problems().isEmpty()) {
            throw differs(copy.problems().getFirst().state());
        } else if (states > MOST_COMPARED_AT_REST) {
            return; // All were compared before, and those that were changed since as they were copied.
        }
        long[] compared = {0};
        each(source.log(), ids -> compared[0] += same(ids));
        each(target.log(), this::same);
        states = compared[0];
    }

    private int same(List<StateId> ids) {
        List<StateCopy.Difference> differing = copy.differing(ids);
        if (!differing.isEmpty()) {
            throw differs(differing.getFirst().id());
        }
        return ids.size();
    }

    private static HoldfastException differs(@Nullable StateId id) {
        return new Failure(
                        Failure.Code.CONFLICT,
                        JsonObject.EMPTY,
                        "State " + id + " is not the same in both stores, so the store was not moved. Carry the"
                                + " migration out again.")
                .toException();
    }

    private Migrated arrived(Duration stopped) {
        Relocation said = there.read();
        Relocation.Arriving arriving = said.arriving();
        if (arriving != null && !arriving.done()) {
            there.say(said.withArriving(new Relocation.Arriving(arriving.store(), true)));
        }
        stage = MigrationStep.Stage.MOVED;
        tell();
        return told(true, stopped);
    }

    private Migrated told(boolean done, Duration stopped) {
        return new Migrated(
                done, states, copy.events(), copy.bytes(), copy.erased(), stopped, done ? List.of() : copy.problems());
    }

    private void tell() {
        told.accept(new MigrationStep(stage, states, copy.events(), copy.bytes()));
    }

    private boolean isEmpty() {
        CommitLog log = target.log();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            StatePage page = log.list(shard, HeaderFilter.ALL, null, 2);
            if (!page.unreadable().isEmpty()
                    || page.states().stream().anyMatch(state -> !state.id().equals(Sealing.CUSTODY))) {
                return false;
            }
        }
        return true;
    }

    private static Sealing sealing(Engine engine) {
        return engine.history().stored().sealing();
    }

    private static HoldfastException refused(String why) {
        return new Failure(Failure.Code.CONFLICT, JsonObject.EMPTY, why).toException();
    }
}
