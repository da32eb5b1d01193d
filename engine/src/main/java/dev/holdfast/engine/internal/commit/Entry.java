package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this process has cached of one state. Safe for use by many threads. */
final class Entry {
    private final StateId id;
    private final Lock refreshing = new ReentrantLock();
    private final Tally sinceSnapshot = new Tally();
    private final Tally sinceCompaction = new Tally();
    private volatile @Nullable Known known;
    private final AtomicLong refreshes = new AtomicLong();
    private @Nullable Image refreshed;
    private volatile boolean writing;
    private volatile int generation;
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();

    Entry(StateId id) {
        this.id = id;
    }

    /** An image, and the log's epoch at a moment when the image was the newest, except for commits by this process. */
    record Known(Image image, long epoch) {}

    StateId id() {
        return id;
    }

    /** Held while the store is asked whether the cached image is current. */
    Lock refreshing() {
        return refreshing;
    }

    /** How many refreshes have begun. */
    long refreshes() {
        return refreshes.get();
    }

    /**
     * What the store answered to the newest refresh, if that began after a number of them; else null. To be called with
     * {@link #refreshing} held, so that none is under way.
     */
    @Nullable Image refreshedSince(long began) {
        return refreshes.get() > began ? refreshed : null;
    }

    /** Counts a refresh, with {@link #refreshing} held, and does it. */
    Image refreshed(Supplier<Image> refresh) {
        refreshed = null;
        refreshes.incrementAndGet();
        Image image = refresh.get();
        refreshed = image;
        return image;
    }

    /** Waits until no command holds the state, or for some time. */
    void awaitRelease(Duration patience) {
        Hold present = hold.get();
        if (present != null) {
            present.await(patience);
        }
    }

    /** Keeps commands that come from now on waiting; those of another hold are waited for first, for some time. */
    Hold hold(Duration patience) {
        Hold fresh = new Hold(() -> hold.set(null));
        while (!hold.compareAndSet(null, fresh)) {
            awaitRelease(patience);
        }
        return fresh;
    }

    Tally sinceSnapshot() {
        return sinceSnapshot;
    }

    Tally sinceCompaction() {
        return sinceCompaction;
    }

    @Nullable Known known() {
        return known;
    }

    /** Whether commits to this state are being appended, so that the store may already be ahead of the cached image. */
    boolean isWriting() {
        return writing;
    }

    void writing(boolean now) {
        writing = now;
    }

    /** Incremented by each {@link #forget()}: an image read before it must not be published after it. */
    int generation() {
        return generation;
    }

    /**
     * Caches an image that was read in a generation, unless a newer one is cached or {@link #forget()} was called
     * since.
     */
    synchronized void publish(Image image, long epoch, int foundIn) {
        Known present = known;
        boolean newer = present == null
                || image.revision() > present.image().revision()
                || (image.revision() == present.image().revision() && epoch > present.epoch());
        if (newer && foundIn == generation) {
            known = new Known(image, epoch);
        }
    }

    /** Forgets the cached image, because it is unknown whether a commit by this process was stored after it. */
    synchronized void forget() {
        generation++;
        known = null;
    }

    /** The estimated memory it holds, in bytes: accurate enough to limit the cache. */
    int weight() {
        Known present = known;
        if (present == null) {
            return 64;
        }
        Image image = present.image();
        long bytes = 512L
                + 2L * image.document().canonicalSize()
                + 96L * image.stamps().size()
                + 192L * image.remembered().size();
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
