package dev.holdfast.store.file;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of an index, in the order of their numbers. The file of the last one stays open, since it is appended
 * to; of the others {@linkplain OpenFiles some} are open. Guarded like the index.
 */
final class Segments {
    private final NavigableMap<Integer, Segment> byNumber = new TreeMap<>();
    private final OpenFiles files = new OpenFiles();
    private final Set<Segment> removed = new HashSet<>();

    boolean isEmpty() {
        return byNumber.isEmpty();
    }

    /** The segment of a number; null if there is none. */
    @Nullable Segment find(int number) {
        return byNumber.get(number);
    }

    /** The segment with the oldest records. There must be one. */
    Segment first() {
        return byNumber.firstEntry().getValue();
    }

    /** The segment that records are appended to. There must be one. */
    Segment last() {
        return byNumber.lastEntry().getValue();
    }

    /** All segments. */
    Collection<Segment> all() {
        return byNumber.values();
    }

    /** Those before the one of a number. */
    List<Segment> before(int number) {
        return List.copyOf(byNumber.headMap(number).values());
    }

    /** Those from the one of a number on. */
    Collection<Segment> from(int number) {
        return byNumber.tailMap(number).values();
    }

    /** The segment that holds the records of those up to a number, of which it may be one; null if there is none. */
    @Nullable Segment upTo(int number) {
        Map.Entry<Integer, Segment> found = byNumber.floorEntry(number);
        return found == null ? null : found.getValue();
    }

    /** Adds an open segment, in place of one with its number, which is left open. */
    void add(Segment segment) throws IOException {
        Segment last = isEmpty() ? segment : last();
        byNumber.put(segment.number(), segment);
        if (last.number() != segment.number()) {
            (last.number() < segment.number() ? last : segment).file().share(files);
        }
    }

    /** Removes a segment and closes it. */
    void remove(Segment segment) throws IOException {
        byNumber.remove(segment.number(), segment);
        removed.remove(segment);
        segment.close();
    }

    /** Notes that another client deleted a segment's file, since it knows that nothing in it can be reached. */
    void noteRemoved(Segment segment) {
        removed.add(segment);
    }

    boolean isRemoved(Segment segment) {
        return removed.contains(segment);
    }

    /** Removes those whose files were deleted, once the log was read up to what made their records unreachable. */
    void forgetRemoved() throws IOException {
        for (Segment segment : List.copyOf(removed)) {
            if (segment.live() == 0 && segment != last()) {
                remove(segment);
            }
        }
    }

    /** Removes all segments and closes them. */
    void close() throws IOException {
        for (Segment segment : List.copyOf(byNumber.values())) {
            remove(segment);
        }
    }
}
