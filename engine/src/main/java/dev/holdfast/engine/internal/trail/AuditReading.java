package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditPage;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.spi.StatePage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page of an audit log: merges the segments of all processes in the order of their commits. What a page may
 * cost is bounded; the next one goes on from there. Used once and thrown away.
 */
final class AuditReading {
    /** An entry is stored so long after its time at most, unless the log was unavailable. */
    private static final Duration LATEST_STORED = Duration.ofMinutes(10);

    private static final int MOST_COMMITS = 5_000;

    private final History history;
    private final AuditQuery query;
    private final @Nullable AuditPlace place;
    private final Instant begin;
    private final @Nullable Instant end;
    private final @Nullable Instant horizon;
    private final Deque<StatePage.Listed> unopened;
    private final PriorityQueue<AuditSegmentReader> readers = new PriorityQueue<>();
    private final List<AuditEntry> found = new ArrayList<>();

    AuditReading(Engine engine, AuditQuery query) {
        this.history = engine.history();
        this.query = query;
        this.place = AuditPlace.parse(query.cursor());
        Instant from = Objects.requireNonNullElse(query.from(), Instant.EPOCH);
        this.begin = place == null || place.at().isBefore(from) ? from : place.at();
        this.end = query.to() == null ? null : query.to().plus(LATEST_STORED);
        AuditSegmentList list = AuditSegmentList.of(engine.log(), begin, end);
        this.horizon = list.horizon();
        this.unopened = new ArrayDeque<>(list.segments());
    }

    AuditPage page() {
        int commits = 0;
        AuditSegmentReader reader = next();
        while (reader != null) {
            Event event = Objects.requireNonNull(reader.peek());
            if (end != null && event.at().isAfter(end)) {
                return new AuditPage(found, null);
            }
            int passed = place == null ? 0 : place.passed(reader.id(), event);
            boolean enough =
                    commits == MOST_COMMITS || (horizon != null && !event.at().isBefore(horizon));
            int taken = enough ? passed : take(AuditSegmentReader.entries(event), passed);
            if (taken >= 0) {
                AuditPlace next = new AuditPlace(event.at(), reader.id(), event.revision(), taken);
                return new AuditPage(found, next.toString());
            }
            commits++;
            reader.skip();
            goOn(reader);
            reader = next();
        }
        return new AuditPage(found, null);
    }

    /** Takes the entries of a commit that are wanted. Returns at which one the page is full, -1 if it is not. */
    private int take(List<AuditEntry> entries, int first) {
        for (int i = first; i < entries.size(); i++) {
            if (query.wants(entries.get(i))) {
                if (found.size() == query.max()) {
                    return i;
                }
                found.add(entries.get(i));
            }
        }
        return -1;
    }

    /** The segment that has the next commit, taken out; null after the last commit. */
    private @Nullable AuditSegmentReader next() {
        while (!unopened.isEmpty() && mayBeNext(unopened.getFirst())) {
            open(unopened.removeFirst());
        }
        return readers.poll();
    }

    private boolean mayBeNext(StatePage.Listed listed) {
        AuditSegmentReader first = readers.peek();
        Event event = first == null ? null : first.peek();
        return event == null || !AuditSegments.begun(listed.id()).isAfter(event.at());
    }

    private void open(StatePage.Listed listed) {
        try {
            AuditSegmentReader reader = AuditSegmentReader.from(history, listed.id(), listed.revision(), begin);
            Event event = reader.peek();
            while (event != null && place != null && place.isPast(listed.id(), event)) {
                reader.skip();
                event = reader.peek();
            }
            goOn(reader);
        } catch (HoldfastException e) {
            requireErased(e);
        }
    }

    private void goOn(AuditSegmentReader reader) {
        try {
            if (reader.peek() != null) {
                readers.add(reader);
            }
        } catch (HoldfastException e) {
            requireErased(e);
        }
    }

    /** A segment whose time is over may be erased while it is read. */
    private static void requireErased(HoldfastException e) {
        if (e.failure().code() != Failure.Code.NOT_FOUND) {
            throw e;
        }
    }
}
