package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.image.BaseCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs: folds them into images up to a limit, and lists their events. A fold begins with the newest snapshot
 * within the limit, otherwise with the base, otherwise with nothing. Reading below the base throws {@code compacted}.
 */
public final class History {
    private static final Logger LOGGER = System.getLogger(History.class.getName());
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

    /** If more events than this have passed, the whole document is returned instead of the changed keys. */
    private static final int MOST_EVENTS_COMPARED = 1_000;

    private final CommitLog log;

    public History(CommitLog log) {
        this.log = log;
    }

    /** How far to fold. */
    @FunctionalInterface
    public interface Limit {
        Limit NONE = (revision, at) -> true;

        boolean includes(long revision, Instant at);

        static Limit revision(long last) {
            return (revision, at) -> revision <= last;
        }
    }

    /**
     * An image and the cost of folding it.
     *
     * @param events how many events were folded on top of a snapshot, a base or nothing
     * @param bytes their size in bytes
     */
    public record Folded(Image image, long events, long bytes) {}

    /** The state as of the end of its log. */
    public Folded load(StateId id) {
        return fold(start(id, Limit.NONE), Limit.NONE);
    }

    /** Applies to an image the events that follow it in the log, up to a revision. */
    Image fold(Image from, long upTo) {
        return fold(from, Limit.revision(upTo)).image();
    }

    /** The state as it was at a revision. */
    public Image at(StateId id, long revision) {
        Limit limit = Limit.revision(revision);
        return fold(start(id, limit), limit).image();
    }

    /** The state as it was at a time: after the last event not later than it. */
    public Image at(StateId id, Instant time) {
        Limit limit = (revision, at) -> !at.isAfter(time);
        return fold(start(id, limit), limit).image();
    }

    /**
     * The state at a revision according to the log alone: folded from the beginning or the base, not from a snapshot.
     */
    Image refold(StateId id, long revision) {
        return fold(Image.absent(id), Limit.revision(revision)).image();
    }

    /** An event with the images before and after it. */
    public record Step(Event event, Image before, Image after) {}

    /** The steps at the given revisions, in one pass over the log. */
    public Map<Long, Step> steps(StateId id, SortedSet<Long> revisions) {
        Map<Long, Step> steps = new HashMap<>();
        Image image = null;
        for (long revision : revisions) {
            Event event = events(id, revision, 1).getFirst();
            Image before = image == null ? at(id, revision - 1) : fold(image, revision - 1);
            image = StoredEvents.apply(before, event);
            steps.put(revision, new Step(event, before, image));
        }
        return steps;
    }

    /**
     * Events from a revision on, oldest first.
     *
     * @throws HoldfastException {@code compacted} if {@code fromRevision} is no longer kept
     */
    public List<Event> events(StateId id, long fromRevision, int max) {
        return events(id, fromRevision, max, true);
    }

    /** Events from a revision on, or from the oldest kept one if that is later, oldest first. */
    public List<Event> kept(StateId id, long fromRevision, int max) {
        return events(id, fromRevision, max, false);
    }

    private List<Event> events(StateId id, long fromRevision, int max, boolean strictly) {
        List<Event> events = new ArrayList<>();
        long next = fromRevision;
        boolean more = true;
        while (more && events.size() < max) {
            CommitPage page = page(id, next, max - events.size());
            Base base = page.base();
            if (base != null && strictly) {
                throw Refusals.compacted(base.revision() + 1).toException();
            } else if (base != null) {
                events.clear();
                next = base.revision() + 1;
            }
            page.commits().forEach(commit -> events.add(StoredEvents.decode(id, commit)));
            next += page.commits().size();
            more = page.more();
        }
        return events;
    }

    /** Whether only the tombstone of a state is left. */
    public boolean isErased(StateId id) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Deleted;
    }

    /**
     * The keys that changed since a revision; null if the log does not reach back to it, or too many events have
     * passed.
     */
    public @Nullable SortedSet<String> keysChanged(Image now, long since) {
        if (now.revision() - since > MOST_EVENTS_COMPARED) {
            return null;
        }
        return ifKept(() -> {
            SortedSet<String> keys = new TreeSet<>();
            int count = (int) (now.revision() - since);
            if (count > 0) {
                events(now.id(), since + 1, count).forEach(event -> keys.addAll(event.keys()));
            }
            return keys;
        });
    }

    /** The result of a read of the past; null if that part of the log is no longer kept. */
    public static <T> @Nullable T ifKept(Supplier<T> question) {
        try {
            return question.get();
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.COMPACTED) {
                return null;
            }
            throw e;
        }
    }

    /**
     * The image to begin a fold with: that of a snapshot within the limit that matches the log, or the absent state.
     */
    private Image start(StateId id, Limit limit) {
        try {
            Image image = log.snapshots()
                    .find(id)
                    .filter(snapshot -> limit.includes(snapshot.revision(), Instant.MIN) && stands(id, snapshot))
                    .map(snapshot -> BaseCodec.decode(id, snapshot.revision(), snapshot.hash(), snapshot.content()))
                    .orElse(null);
            if (image != null && limit.includes(image.revision(), image.at())) {
                return image;
            }
        } catch (RuntimeException e) {
            // A failing cache counts as empty: the log holds the same.
            LOGGER.log(Level.WARNING, "the snapshot of " + id + " is ignored: " + e.getMessage());
        }
        return Image.absent(id);
    }

    /** Whether the log holds the commit at which a snapshot was taken. */
    private boolean stands(StateId id, Snapshot snapshot) {
        CommitPage page = log.read(id, snapshot.revision(), 1, 1, Consistency.LINEARIZABLE);
        return page.base() == null
                && !page.commits().isEmpty()
                && page.commits().getFirst().hash().equals(snapshot.hash());
    }

    /** Applies to an image the events that follow it in the log, as far as the limit goes. */
    public Folded fold(Image from, Limit limit) {
        Image image = from;
        long events = 0;
        long bytes = 0;
        boolean more = true;
        while (more) {
            CommitPage page = page(image.id(), image.revision() + 1, PAGE_COMMITS);
            image = onBase(image, page.base(), limit);
            for (Commit commit : page.commits()) {
                Event event = StoredEvents.decode(image.id(), commit);
                if (!limit.includes(event.revision(), event.at())) {
                    return new Folded(image, events, bytes);
                }
                image = StoredEvents.apply(image, event);
                events++;
                bytes += commit.event().length();
            }
            more = page.more();
        }
        return new Folded(image, events, bytes);
    }

    /** A base is found if the image was cached before the log was compacted, or if it is that of no event at all. */
    private static Image onBase(Image image, @Nullable Base base, Limit limit) {
        if (base == null) {
            return image;
        }
        if (!limit.includes(base.revision(), Instant.MIN)) {
            throw Refusals.compacted(base.revision()).toException();
        }
        Image onBase = StoredEvents.image(image.id(), base);
        if (!limit.includes(onBase.revision(), onBase.at())) {
            throw Refusals.compacted(base.revision()).toException();
        }
        return onBase;
    }

    private CommitPage page(StateId id, long from, int max) {
        return log.read(id, from, Math.min(max, PAGE_COMMITS), PAGE_BYTES, Consistency.LINEARIZABLE);
    }
}
