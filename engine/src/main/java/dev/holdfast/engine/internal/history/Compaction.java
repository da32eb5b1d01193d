package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.internal.history.History.Limit;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Replaces commits that a state's settings no longer keep by bases, a bounded number at a time so that writers never
 * wait long for the store. A base is folded from the log itself, never from a snapshot.
 *
 * <p>Any number of processes may compact one state at once: the store accepts only a base that fits a commit it has, so
 * the slower process changes nothing.
 */
public final class Compaction {
    /** How many commits are replaced in one step. */
    private static final long STEP = 5_000;

    private final CommitLog log;
    private final History history;
    private final InstantSource clock;

    public Compaction(CommitLog log, History history, InstantSource clock) {
        this.log = log;
        this.history = history;
        this.clock = clock;
    }

    /** Compacts a state as far as its settings allow now. */
    public long compact(Image newest, long slack, BooleanSupplier goOn) {
        return compact(newest, clock.instant(), slack, goOn);
    }

    /**
     * Compacts a state as far as its settings allow at a time.
     *
     * @param newest the state as it is now
     * @param slack the smallest number of replaceable commits that is worth a new base
     * @param goOn whether to continue, asked before each step
     * @return how many commits were replaced
     */
    public long compact(Image newest, Instant now, long slack, BooleanSupplier goOn) {
        if (newest.settings().keep().isEverything()) {
            return 0;
        }
        Limit unwanted = unwanted(newest, now);
        Image base = base(newest.id());
        long replaced = 0;
        long enough = slack;
        while (goOn.getAsBoolean()) {
            Image next = step(base, unwanted);
            long commits = next.revision() - base.revision();
            if (commits < enough || !replace(next, history.stored().base(next))) {
                break;
            }
            replaced += commits;
            base = next;
            enough = 1;
        }
        return replaced;
    }

    /**
     * Replaces all commits up to a revision by a base that is sealed, whatever the settings of the state. Those before
     * the last one are in clear, as is all that they replace.
     *
     * @return how many commits were replaced
     */
    public long seal(StateId id, long upTo, BooleanSupplier goOn) {
        return fold(id, upTo, goOn, UnaryOperator.identity());
    }

    /**
     * Replaces all commits of an internal state up to a revision by a base that does not say who made them.
     *
     * @return how many commits were replaced
     */
    public long unname(StateId id, long upTo, BooleanSupplier goOn) {
        return fold(id, upTo, goOn, Image::nameless);
    }

    private long fold(StateId id, long upTo, BooleanSupplier goOn, UnaryOperator<Image> form) {
        Image first = base(id);
        Image base = first;
        while (base.revision() < upTo && goOn.getAsBoolean()) {
            Image next = step(base, Limit.revision(upTo));
            boolean last = next.revision() == upTo;
            if (!replace(next, last ? history.stored().base(form.apply(next)) : StoredEvents.baseInClear(next))) {
                break;
            }
            base = next;
        }
        return base.revision() - first.revision();
    }

    /** The commits that {@code keep} retains neither by number nor by age. */
    private static Limit unwanted(Image newest, Instant now) {
        Keep keep = newest.settings().keep();
        Long revisions = keep.revisions();
        long last = revisions == null ? newest.revision() : newest.revision() - revisions;
        Instant oldest = keep.age() == null ? Instant.MAX : now.minus(keep.age());
        return (revision, at) -> revision <= last && at.isBefore(oldest);
    }

    private Image base(StateId id) {
        Base base = log.read(id, 1, 1, 1, Consistency.LINEARIZABLE).base();
        return base == null ? Image.absent(id) : history.stored().image(id, base);
    }

    private Image step(Image from, Limit unwanted) {
        long most = from.revision() + STEP;
        Image next = History.ifKept(() -> history.fold(
                        from, (revision, at) -> revision <= most && unwanted.includes(revision, at))
                .image());
        // Null: another process has compacted further meanwhile.
        return next == null ? from : next;
    }

    /** Does nothing while the store is copied to another one, which could not follow, or once it was moved. */
    private boolean replace(Image image, Base base) {
        if (Relocation.of(log, history).leaving() != null) {
            return false;
        }
        try {
            log.truncate(image.id(), image.revision(), base);
        } catch (IllegalArgumentException e) {
            if (isReplaced(image)) {
                return false;
            }
            throw e;
        }
        log.snapshots()
                .find(image.id())
                .filter(snapshot -> snapshot.revision() <= image.revision())
                .ifPresent(snapshot -> log.snapshots().delete(image.id()));
        return true;
    }

    private boolean isReplaced(Image image) {
        boolean live = log.head(image.id(), Consistency.LINEARIZABLE) instanceof Head.Live;
        Base base = log.read(image.id(), 1, 1, 1, Consistency.LINEARIZABLE).base();
        return !live || (base != null && base.revision() >= image.revision());
    }
}
