package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
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
import dev.holdfast.engine.spi.rules.Steps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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

    /** The most pages of events, each of at most about {@link #MOST_BYTES}, that are read to find what changed. */
    private static final int MOST_PAGES_COMPARED = 4;

    /** When events take this many bytes, no more of them are read at once. */
    private static final int MOST_BYTES = 4 << 20;

    private final CommitLog log;
    private final StoredEvents stored;

    /** @param stored reads what the log holds */
    public History(CommitLog log, StoredEvents stored) {
        this.log = log;
        this.stored = stored;
    }

    /** Reads and writes what the log holds. */
    public StoredEvents stored() {
        return stored;
    }

    /** How far to fold. */
    @FunctionalInterface
    public interface Limit {
        Limit NONE = (revision, at) -> true;

        boolean includes(long revision, Instant at);

        /** Up to a revision. */
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
    Image at(StateId id, long revision) {
        return at(id, revision, Steps.unlimited());
    }

    /**
     * The state as it was at a revision.
     *
     * @param steps what it may cost; events that are read count their length
     * @throws HoldfastException {@code not_found} if the state is erased before the revision was read
     */
    public Image at(StateId id, long revision, Steps steps) {
        Limit limit = Limit.revision(revision);
        Image image = fold(start(id, limit), limit, steps).image();
        if (image.revision() < revision) {
            throw erasedMeanwhile(id);
        }
        return image;
    }

    /**
     * The state as it was at a time: after the last event not later than it.
     *
     * @param steps what it may cost; events that are read count their length
     * @throws HoldfastException {@code not_found} if the state is erased before all of it was read
     */
    public Image at(StateId id, Instant time, Steps steps) {
        Limit limit = (revision, at) -> !at.isAfter(time);
        Image image = fold(start(id, limit), limit, steps).image();
        if (isErased(id)) {
            throw erasedMeanwhile(id);
        }
        return image;
    }

    private static HoldfastException erasedMeanwhile(StateId id) {
        return Failure.notFound(id.value()).toException();
    }

    /**
     * The state at a revision according to the log alone: folded from the beginning or the base, not from a snapshot.
     */
    Image refold(StateId id, long revision) {
        return fold(Image.absent(id), Limit.revision(revision)).image();
    }

    /** An event with the images before and after it. */
    public record Step(Event event, Image before, Image after) {}

    /**
     * The steps at the given revisions, in one pass over the log.
     *
     * @param work what it may cost; events that are read count their length
     */
    public Map<Long, Step> steps(StateId id, SortedSet<Long> revisions, Steps work) {
        Map<Long, Step> steps = new HashMap<>();
        Image image = null;
        for (long revision : revisions) {
            Event event = event(id, revision);
            Image before = image == null
                    ? at(id, revision - 1, work)
                    : fold(image, Limit.revision(revision - 1), work).image();
            image = StoredEvents.apply(before, event);
            steps.put(revision, new Step(event, before, image));
        }
        return steps;
    }

    /**
     * One event.
     *
     * @throws HoldfastException {@code compacted} if it is no longer kept, {@code not_found} if the state is erased
     */
    public Event event(StateId id, long revision) {
        List<Event> events = events(id, revision, 1);
        if (events.isEmpty()) {
            throw erasedMeanwhile(id);
        }
        return events.getFirst();
    }

    /**
     * Events from a revision on, oldest first: fewer than {@code max} if they are large, but at least one if there is
     * one.
     *
     * @throws HoldfastException {@code compacted} if {@code fromRevision} is no longer kept
     */
    public List<Event> events(StateId id, long fromRevision, int max) {
        return events(id, fromRevision, max, true);
    }

    /** The same, but from the oldest event that is kept if that is later. */
    public List<Event> kept(StateId id, long fromRevision, int max) {
        return events(id, fromRevision, max, false);
    }

    private List<Event> events(StateId id, long fromRevision, int max, boolean strictly) {
        List<Event> events = new ArrayList<>();
        long next = fromRevision;
        long bytes = 0;
        boolean more = true;
        while (more && events.size() < max && bytes < MOST_BYTES / 2) {
            CommitPage page = page(id, next, max - events.size(), MOST_BYTES);
            Base base = page.base();
            if (base != null && strictly) {
                throw Refusals.compacted(base.revision() + 1).toException();
            } else if (base != null) {
                events.clear();
                next = base.revision() + 1;
            }
            for (Commit commit : page.commits()) {
                events.add(stored.decode(id, commit));
                bytes += commit.event().length();
            }
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
     * The keys that changed since a revision, each with the revision that changed it last; null if the log does not
     * reach back to it, or too many events have passed, or too large ones.
     */
    public @Nullable SortedMap<String, Long> keysChanged(Image now, long since) {
        if (now.revision() - since > MOST_EVENTS_COMPARED) {
            return null;
        }
        return ifKept(() -> {
            SortedMap<String, Long> keys = new TreeMap<>();
            long next = since + 1;
            for (int pages = 0; next <= now.revision(); pages++) {
                if (pages == MOST_PAGES_COMPARED) {
                    return null;
                }
                List<Event> events = events(now.id(), next, (int) (now.revision() - next + 1));
                events.forEach(event -> event.keys().forEach(key -> keys.put(key, event.revision())));
                next += events.size();
            }
            return keys;
        });
    }

    /** The result of a read of the past; null if that part of the log is no longer kept, or the state is erased. */
    public static <T> @Nullable T ifKept(Supplier<T> question) {
        try {
            return question.get();
        } catch (HoldfastException e) {
            return switch (e.failure().code()) {
                case COMPACTED, NOT_FOUND -> null;
                default -> throw e;
            };
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
                    .map(snapshot -> stored.decode(id, snapshot))
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
        return fold(from, limit, Steps.unlimited());
    }

    private Folded fold(Image from, Limit limit, Steps steps) {
        Image image = from;
        long events = 0;
        long bytes = 0;
        boolean more = true;
        while (more) {
            CommitPage page = page(image.id(), image.revision() + 1, PAGE_COMMITS, PAGE_BYTES);
            image = onBase(image, page.base(), limit);
            for (Commit commit : page.commits()) {
                steps.spend(commit.event().length());
                Event event = stored.decode(image.id(), commit);
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
    private Image onBase(Image image, @Nullable Base base, Limit limit) {
        if (base == null) {
            return image;
        }
        if (!limit.includes(base.revision(), Instant.MIN)) {
            throw Refusals.compacted(base.revision()).toException();
        }
        Image onBase = stored.image(image.id(), base);
        if (!limit.includes(onBase.revision(), onBase.at())) {
            throw Refusals.compacted(base.revision()).toException();
        }
        return onBase;
    }

    private CommitPage page(StateId id, long from, int max, int maxBytes) {
        return log.read(id, from, Math.min(max, PAGE_COMMITS), maxBytes, Consistency.LINEARIZABLE);
    }
}
