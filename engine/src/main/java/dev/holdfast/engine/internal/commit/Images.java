package dev.holdfast.engine.internal.commit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the states that this process has seen. {@link #current} never returns an outdated image.
 *
 * <p><b>How a read is linearizable without I/O.</b> Every image is kept with the log's epoch, read <em>before</em> the
 * store confirmed that the image was the newest. Commits by other clients move the epoch; commits by this client are
 * published here before they are acknowledged. So if an image's epoch is still the log's, and nothing is being appended
 * to the state at this moment, a read of the store would give the same image. Otherwise the store is asked for the
 * head, and the missing events are applied.
 *
 * <p><b>Why there are two maps.</b> If an entry were evicted while one thread loads it and another commits to it, the
 * loader could put back an old image. The epoch would not reveal that, since commits by this client do not move it. So
 * a state has one {@link Entry} as long as any thread uses it: {@code live} refers to it weakly, {@code hot} only
 * decides how long it is held.
 */
public final class Images {
    private final CommitLog log;
    private final History history;
    private final Upkeep upkeep;
    private final Counters counters;
    private final Cache<StateId, Entry> live =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<StateId, Entry> hot;

    public Images(CommitLog log, History history, Upkeep upkeep, Counters counters, long maxBytes) {
        this.log = log;
        this.history = history;
        this.upkeep = upkeep;
        this.counters = counters;
        this.hot = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((StateId id, Entry entry) -> entry.weight())
                .evictionListener((id, entry, cause) -> counters.evicted())
                .executor(Runnable::run)
                .build();
    }

    Entry entry(StateId id) {
        Entry entry = hot.getIfPresent(id);
        return entry == null ? live.get(id, Entry::new) : entry;
    }

    /** The state now: it includes every commit acknowledged anywhere before this call. */
    public Image current(StateId id) {
        return current(entry(id));
    }

    Image current(Entry entry) {
        Image known = knownToBeCurrent(entry);
        if (known != null) {
            counters.hit();
            return known;
        }
        counters.missed();
        // One thread at a time: if many find an image outdated at once, one asks the store and the others use the
        // result, also where no epoch says that it still holds.
        long asked = entry.refreshes();
        entry.refreshing().lock();
        try {
            Image meanwhile = knownToBeCurrent(entry);
            Image found = meanwhile == null ? entry.refreshedSince(asked) : meanwhile;
            return found == null ? entry.refreshed(() -> refresh(entry)) : found;
        } finally {
            entry.refreshing().unlock();
        }
    }

    /**
     * The states now, asked of the store at once. What is not in memory, or cannot be read, is left out.
     *
     * @throws StoreUnavailableException if the store does not answer
     */
    Map<StateId, Image> current(Collection<Entry> entries) {
        Map<StateId, Image> current = new HashMap<>();
        List<Entry> unsure = new ArrayList<>();
        for (Entry entry : entries) {
            Image known = knownToBeCurrent(entry);
            if (known != null) {
                counters.hit();
                current.put(entry.id(), known);
            } else if (entry.known() != null) {
                unsure.add(entry);
            }
        }
        if (!unsure.isEmpty()) {
            refresh(unsure, current);
        }
        return current;
    }

    private void refresh(List<Entry> entries, Map<StateId, Image> current) {
        int[] generations = entries.stream().mapToInt(Entry::generation).toArray();
        long epoch = log.epoch();
        List<StateId> ids = entries.stream().map(Entry::id).toList();
        List<Head> heads = ifSound(() -> log.heads(ids, Consistency.LINEARIZABLE));
        for (int i = 0; heads != null && i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Head head = heads.get(i);
            Image image = ifSound(() -> newest(entry, from(entry), head));
            if (image != null) {
                counters.missed();
                publish(entry, image, epoch, generations[i]);
                current.put(entry.id(), image);
            }
        }
    }

    /** What is read, unless the data of one state is damaged: that one is read alone, and fails alone. */
    private static <T> @Nullable T ifSound(Supplier<T> read) {
        try {
            return read.get();
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            return null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * The state now, if its image in memory meets a condition; null otherwise, and then no store was asked.
     *
     * @param met looks at the image as last seen by this process
     */
    public @Nullable Image currentIf(StateId id, Predicate<Image> met) {
        Entry entry = entry(id);
        Entry.Known known = entry.known();
        return known != null && met.test(known.image()) ? current(entry) : null;
    }

    /** The state as last seen by this process; commits by other processes may be missing. */
    public Image cached(StateId id) {
        Entry entry = entry(id);
        Entry.Known known = entry.known();
        return known == null ? current(entry) : known.image();
    }

    /** The state as last seen by this process; null if it is not in memory. Asks no store. */
    public @Nullable Image known(StateId id) {
        Entry.Known known = entry(id).known();
        return known == null ? null : known.image();
    }

    /** Caches an image, unless a newer one is cached. */
    void publish(Entry entry, Image image, long epoch, int generation) {
        entry.publish(image, epoch, generation);
        if (image.exists()) {
            hot.put(image.id(), entry);
        }
    }

    /** Counts commits by this process, so that snapshots and compaction are done in time. */
    void grown(Entry entry, Image image, long events, long bytes) {
        upkeep.grown(entry, image, events, bytes);
    }

    /** The approximate number of states held. */
    public long size() {
        return hot.estimatedSize();
    }

    /** The estimated memory they take, in bytes. */
    public long weight() {
        return hot.policy()
                .eviction()
                .map(bounds -> bounds.weightedSize().orElse(0))
                .orElse(0L);
    }

    private @Nullable Image knownToBeCurrent(Entry entry) {
        long epoch = log.epoch();
        Entry.Known known = entry.known();
        return known != null && epoch != CommitLog.UNKNOWN_EPOCH && known.epoch() == epoch && !entry.isWriting()
                ? known.image()
                : null;
    }

    private Image refresh(Entry entry) {
        int generation = entry.generation();
        long epoch = log.epoch();
        Image from = from(entry);
        Image image = newest(entry, from, log.head(entry.id(), Consistency.LINEARIZABLE));
        publish(entry, image, epoch, generation);
        return image;
    }

    private static Image from(Entry entry) {
        Entry.Known known = entry.known();
        return known == null ? Image.absent(entry.id()) : known.image();
    }

    /**
     * Applies what the log holds beyond an image. Head and events are read one after the other: of a state that is
     * erased in between, no events are found, and so the head is asked again until both agree.
     *
     * <p>Of a state that was being erased when a process died, the keys may be gone and the events still be there: the
     * erasure is finished then.
     */
    private Image newest(Entry entry, Image from, Head first) {
        Image image = from;
        boolean found = true;
        Head head = first;
        while (head instanceof Head.Live(long revision, var hash)) {
            if (revision <= image.revision()) {
                return image;
            } else if (!found) {
                throw StoreUnavailableException.unusable("revision " + revision + " of " + entry.id()
                        + " is missing behind revision " + image.revision() + "; the store is damaged");
            }
            Image next = image;
            try {
                next = caughtUp(entry, image);
            } catch (StoreUnavailableException e) {
                if (!StoredEvents.isKeyMissing(e) || !endErasure(entry.id(), revision)) {
                    throw e;
                }
            }
            if (next.revision() >= revision) {
                return next;
            }
            found = next.revision() > image.revision();
            image = next;
            head = log.head(entry.id(), Consistency.LINEARIZABLE);
        }
        return Image.absent(entry.id());
    }

    private boolean endErasure(StateId id, long revision) {
        CommitPage last = log.read(id, revision, 1, 1, Consistency.LINEARIZABLE);
        boolean erased = last.base() == null
                && !last.commits().isEmpty()
                && EventCodec.typeOf(last.commits().getFirst().event()) == EventType.ERASED;
        if (erased) {
            log.tombstone(id, revision);
        }
        return erased;
    }

    private Image caughtUp(Entry entry, Image from) {
        History.Folded folded = from.exists() ? history.fold(from, History.Limit.NONE) : history.load(entry.id());
        upkeep.grown(entry, folded.image(), folded.events(), folded.bytes());
        return folded.image();
    }
}
