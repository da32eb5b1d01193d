package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What this process knows of one state. Safe for use by many threads. */
final class Entry {
    private final StateId id;
    private final Lock refreshing = new ReentrantLock();
    private final Tally sinceSnapshot = new Tally();
    private final Tally sinceCompaction = new Tally();
    private volatile @Nullable Known known;
    private volatile boolean writing;
    private volatile int generation;

    Entry(StateId id) {
        this.id = id;
    }

    /** An image and the log's epoch at a moment when it was certainly the newest but for own commits. */
    record Known(Image image, long epoch) {}

    StateId id() {
        return id;
    }

    /** Held while the store is asked whether what is known is current. */
    Lock refreshing() {
        return refreshing;
    }

    Tally sinceSnapshot() {
        return sinceSnapshot;
    }

    Tally sinceCompaction() {
        return sinceCompaction;
    }

    @Nullable
    Known known() {
        return known;
    }

    /** Whether commits to this state are on their way, so that the store may already show more than is known here. */
    boolean isWriting() {
        return writing;
    }

    void writing(boolean now) {
        writing = now;
    }

    /** Moves on with each {@link #forget()}: what was found out before it must not be published after it. */
    int generation() {
        return generation;
    }

    /**
     * Makes an image known that was found out in a generation, unless something newer is known, or all was forgotten
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

    /** Forgets what is known, because nobody can tell whether an own commit was stored on top of it. */
    synchronized void forget() {
        generation++;
        known = null;
    }

    /** A guess at the memory it holds, in bytes: good enough to keep a cache within bounds. */
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
