package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one segment of the audit log, a commit at a time. Not thread-safe. */
final class AuditSegmentReader implements Comparable<AuditSegmentReader> {
    /** No group of commits is under way for longer. */
    private static final Duration LONGEST_GROUP = Duration.ofMinutes(1);

    private static final int PAGE = 200;

    private final History history;
    private final StateId id;
    private final long newest;
    private final Deque<Event> read = new ArrayDeque<>();
    private long next;

    /**
     * @param newest the last revision to read
     * @param first the first one
     */
    AuditSegmentReader(History history, StateId id, long newest, long first) {
        this.history = history;
        this.id = id;
        this.newest = newest;
        this.next = first;
    }

    /**
     * One that begins before the first commit with an entry of a time or later, by so much that none is missed: commits
     * have their time in milliseconds, as of the beginning of their group, and entries have theirs in microseconds.
     */
    static AuditSegmentReader from(History history, StateId id, long newest, Instant time) {
        Instant safe = time.isAfter(Instant.EPOCH) ? time.minus(LONGEST_GROUP) : time;
        long low = 1;
        long high = newest + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (history.event(id, middle).at().isBefore(safe)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return new AuditSegmentReader(history, id, newest, low);
    }

    /** The first revision that is read. */
    long first() {
        return next - read.size();
    }

    StateId id() {
        return id;
    }

    /** The next commit; null after the last. */
    @Nullable Event peek() {
        if (read.isEmpty() && next <= newest) {
            List<Event> page = history.events(id, next, (int) Math.min(PAGE, newest - next + 1));
            read.addAll(page);
            next += page.size();
            if (page.isEmpty()) {
                next = newest + 1;
            }
        }
        return read.peekFirst();
    }

    void skip() {
        read.pollFirst();
    }

    /** The entries of a commit; none for one that stores none, such as the end of the segment. */
    static List<AuditEntry> entries(Event event) {
        return AuditBatch.of(event).entries();
    }

    /** In the order of their next commits. */
    @Override
    public int compareTo(AuditSegmentReader other) {
        Event ours = peek();
        Event theirs = other.peek();
        if (ours == null || theirs == null) {
            return Boolean.compare(ours == null, theirs == null);
        }
        int byTime = ours.at().compareTo(theirs.at());
        return byTime != 0 ? byTime : id.compareTo(other.id);
    }
}
