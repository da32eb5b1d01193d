package dev.holdfast.store.file;

import dev.holdfast.engine.local.Footing;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the segments of a log. The last one is looked at each time, since the next group is written to it. The others
 * are looked at once a second: they are only read, by files that are open already, and any client may rewrite them.
 */
final class SegmentWatch implements Footing.Part {
    private static final long SELDOM_NANOS = Duration.ofSeconds(1).toNanos();

    private final LogFolder folder;
    private volatile long looked = System.nanoTime();

    SegmentWatch(LogFolder folder) {
        this.folder = folder;
    }

    @Override
    public @Nullable String loss() {
        try {
            String loss = folder.look(this::lossOfLast);
            long now = System.nanoTime();
            if (loss != null || now - looked < SELDOM_NANOS) {
                return loss;
            }
            looked = now;
            return folder.look(this::lossOfOthers);
        } catch (IOException e) {
            return "a segment became inaccessible (" + e.getMessage() + ")";
        }
    }

    private @Nullable String lossOfLast(LogIndex index) {
        if (index.segments().isEmpty()) {
            return null; // The store was closed meanwhile.
        }
        long end = folder.notices().end();
        Segment last = index.active();
        String loss = Spot.segment(end) == last.number() ? loss(last, Spot.offset(end)) : null;
        // If another client began a new segment meanwhile, this one may have been rewritten.
        return Spot.segment(folder.notices().end()) == last.number() ? loss : null;
    }

    private @Nullable String lossOfOthers(LogIndex index) throws IOException {
        List<Segment> others = index.segments().isEmpty()
                ? List.of()
                : index.segments().before(index.active().number());
        for (Segment segment : others) {
            String loss = loss(segment, segment.size());
            if (loss != null && !isRewritten(index, segment)) {
                return loss;
            }
        }
        return null;
    }

    /** Whether a client put another file in a segment's place, or deleted one that had nothing left in it. */
    private boolean isRewritten(LogIndex index, Segment segment) throws IOException {
        if (index.segments().isRemoved(segment)
                || index.generation != folder.notices().generation()) {
            return true;
        }
        try {
            Segment found = Segment.open(folder.disk(), segment.number());
            found.close();
            Segment.Title now = found.title();
            Segment.Title before = segment.title();
            return now.store().equals(before.store())
                    && now.number() == before.number()
                    && now.generation() > before.generation();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private @Nullable String loss(Segment segment, long leastBytes) {
        return folder.disk().loss(segment.title().fileName(), segment.file(), leastBytes);
    }
}
