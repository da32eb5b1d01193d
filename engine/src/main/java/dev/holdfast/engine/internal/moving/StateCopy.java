package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.StoredEvent;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings states of one store into another, from where each stands there up to where it is here, and what was erased
 * here to its end there. Whatever was brought before is found by its revision and hash, so nothing is there twice.
 */
final class StateCopy {
    /** So many documents are kept in memory: those of a few busy states. */
    private static final int MOST_IMAGES = 16;

    private static final int MOST_WAITING = 1_000;
    private static final long MOST_BYTES_WAITING = 4 << 20;

    private final Engine source;
    private final Engine target;
    private final @Nullable MasterKey master;
    private final boolean claiming;
    private final Map<StateId, Damage> problems = new TreeMap<>();

    /** The states that were copied last, so that one which is written to all the time is not read all the time. */
    private final Map<StateId, Image> images = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StateId, Image> eldest) {
            return size() > MOST_IMAGES;
        }
    };

    private final List<Copied> copied = new ArrayList<>();
    private long waiting;
    private long bytesStored;
    private long events;
    private long bytes;
    private long erased;

    /**
     * Prepares it.
     *
     * @param master opens the vault of the source; null if it is not encrypted
     * @param claiming whether names are claimed anew in the target
     */
    StateCopy(Engine source, Engine target, @Nullable MasterKey master, boolean claiming) {
        this.source = source;
        this.target = target;
        this.master = master;
        this.claiming = claiming;
    }

    long events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    long erased() {
        return erased;
    }

    /** What could not be brought, and why, as it was when it was tried last. */
    List<Damage> problems() {
        return List.copyOf(problems.values());
    }

    /** Where a state stands in both stores, if that is not the same. */
    record Difference(StateId id, Head here, Head there) {
        boolean isNone() {
            return here instanceof Head.Live(long revision, Bytes hash)
                    ? revision > 0 && here.equals(there)
                    : !(there instanceof Head.Live);
        }
    }

    /** Those of some states that are not the same in both, or cannot be read; asks each store once. */
    List<Difference> differing(List<StateId> ids) {
        List<Head> here = heads(source, ids);
        List<Head> there = heads(target, ids);
        List<Difference> differing = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Difference difference = new Difference(ids.get(i), here.get(i), there.get(i));
            if (!difference.isNone()) {
                differing.add(difference);
            }
        }
        return differing;
    }

    private List<Head> heads(Engine engine, List<StateId> ids) {
        try {
            return engine.log().heads(ids, Consistency.LINEARIZABLE);
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            return ids.stream().map(id -> headOrDamage(engine, id)).toList();
        }
    }

    /** One that cannot be read is in neither store as it should be, and is told of. */
    private Head headOrDamage(Engine engine, StateId id) {
        Head[] found = {new Head.Live(0, Image.NO_HASH)};
        sound(id, () -> found[0] = head(engine, id));
        return found[0];
    }

    /** Brings some states, with their keys first. */
    void bring(List<Difference> differences) {
        adoptKeys(differences);
        differences.forEach(difference -> {
            problems.remove(difference.id());
            sound(difference.id(), () -> bring(difference));
        });
        store();
    }

    private void adoptKeys(List<Difference> differences) {
        Sealing here = source.history().stored().sealing();
        VaultHead head = here.head().orElse(null);
        if (head == null || master == null) {
            return;
        }
        List<WrappedKey> keys = new ArrayList<>();
        for (Difference difference : differences) {
            if (difference.here() instanceof Head.Live) {
                keys.addAll(here.stored(difference.id()));
            }
        }
        if (!keys.isEmpty()) {
            target.history().stored().sealing().adopt(head, master, keys);
        }
    }

    private void sound(StateId id, Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            note(id, e.damagedRevision().getAsLong(), "it cannot be read: " + e.getMessage());
        }
    }

    private void bring(Difference difference) {
        StateId id = difference.id();
        switch (difference.here()) {
            case Head.Live(long revision, Bytes hash) -> bring(id, difference.there(), revision, hash);
            case Head.Deleted gone -> erase(id);
            case Head.Absent absent -> unknown(id);
        }
    }

    private void bring(StateId id, Head there, long revision, Bytes hash) {
        switch (there) {
            case Head.Live(long at, Bytes its) -> {
                if (at > revision || (at == revision && !its.equals(hash))) {
                    note(id, at, "the other store has another history of it");
                } else {
                    copy(id, there, new Head.Live(at, its));
                }
            }
            case Head.Deleted(long at, Bytes its) -> note(id, at, "it is erased in the other store");
            case Head.Absent absent -> copy(id, there, new Head.Live(0, Image.NO_HASH));
        }
    }

    private void copy(StateId id, Head there, Head.Live after) {
        Outcomes outcomes = new Outcomes(Progress.NONE, (state, reason) -> left(state, after, reason));
        StateImport arriving =
                new StateImport(target, id, there, 0, Cutoff.LATEST, outcomes, why -> unfit(id, why), claiming);
        StoredEvents stored = source.history().stored();
        Image known = images.remove(id);
        if (known != null) {
            arriving.from(known);
        }
        Head end = CommitWalk.after(
                source.log(),
                id,
                after,
                base -> arriving.base(base, stored.image(id, base).at()),
                commit -> event(id, commit, arriving));
        if (end instanceof Head.Live) {
            copied.add(new Copied(id, arriving, outcomes));
            waiting += arriving.waiting().size();
        } else {
            erase(id);
        }
        if (waiting >= MOST_WAITING || bytes - bytesStored >= MOST_BYTES_WAITING) {
            store();
        }
    }

    /** A state of which all is read, and the end may have to be stored. */
    private record Copied(StateId id, StateImport arriving, Outcomes outcomes) {}

    /** Stores what is left of many states at once, since each time takes as long as the other store needs to sync. */
    private void store() {
        List<Append> appends = copied.stream()
                .flatMap(one -> one.arriving().waiting().stream())
                .toList();
        List<AppendResult> results =
                appends.isEmpty() ? List.of() : target.arrivals().append(appends);
        int from = 0;
        for (Copied one : copied) {
            int to = from + one.arriving().waiting().size();
            one.arriving().stored(results.subList(from, to));
            from = to;
            end(one);
        }
        copied.clear();
        waiting = 0;
        bytesStored = bytes;
    }

    private void end(Copied one) {
        one.arriving().done();
        events += one.outcomes().told(true).events();
        Image image = one.arriving().image();
        if (image != null) {
            images.put(one.id(), image);
        }
    }

    private void event(StateId id, Commit commit, StateImport arriving) {
        StoredEvent event;
        try {
            event = StoredEvent.of(commit.event());
        } catch (RuntimeException e) {
            throw StoreUnavailableException.damaged(id, commit.revision());
        }
        if (!event.state().equals(id) || event.commit().revision() != commit.revision()) {
            throw StoreUnavailableException.damaged(id, commit.revision());
        }
        arriving.event(event);
        bytes += commit.event().length();
    }

    private void left(StateId id, Head.Live after, Imported.Reason reason) {
        String why = switch (reason) {
            case OTHER_CHAIN -> "the other store has another history of it";
            case GAP ->
                "history was dropped here before it was copied; move the store to a new one, from the" + " beginning";
            case KEY_MISSING -> "the vault does not have its key";
            case ERASED, DAMAGED, CHANGED_MEANWHILE, NAME_TAKEN, REFUSED -> "it was left: " + reason.wire();
        };
        note(id, after.revision() + 1, why);
    }

    /** What a store does not take is told of the state; the migration ends then. */
    private static HoldfastException unfit(StateId id, String why) {
        return Failure.invalid("to", "State " + id + " cannot be moved: " + why + ".")
                .toException();
    }

    /** Its keys go first, as where it was erased. */
    private void erase(StateId id) {
        target.history().stored().sealing().destroy(id);
        if (head(target, id) instanceof Head.Live(long revision, Bytes hash)) {
            erased += target.arrivals().erase(id, revision) ? 1 : 0;
        }
    }

    private void unknown(StateId id) {
        if (head(target, id) instanceof Head.Live(long revision, Bytes hash)) {
            note(id, revision, "it is in the other store alone");
        }
    }

    private void note(StateId id, long revision, String what) {
        problems.put(id, new Damage(id, revision, what));
    }

    private static Head head(Engine engine, StateId id) {
        CommitLog log = engine.log();
        return log.head(id, Consistency.LINEARIZABLE);
    }
}
