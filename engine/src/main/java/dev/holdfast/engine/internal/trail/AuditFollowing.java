package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows an audit log: what is stored in any segment from a place on, each entry once. How far each segment was read
 * is remembered, so neither clocks that differ nor late commits leave a gap. What an erasure has stored anew is told
 * only if it was not told where it stood before. Memory is that of the segments of about a day. Used by one thread.
 */
public final class AuditFollowing {
    /** A segment is written to for a day, by clocks that may differ. */
    private static final Duration LONGEST = Duration.ofHours(26);

    private static final int PAGE = 500;

    private final Engine engine;
    private final CommitLog log;
    private final History history;
    private final AuditQuery query;
    private final TreeMap<StateId, Long> read = new TreeMap<>();
    private Instant since;

    /**
     * @param query what is wanted. It begins at its cursor, or at its beginning; if it has neither, with what is stored
     *     from now on
     */
    AuditFollowing(Engine engine, AuditQuery query) {
        this.engine = engine;
        this.log = engine.log();
        this.history = engine.history();
        this.query = query;
        AuditPositions begun = AuditPositions.parse(query.cursor());
        if (begun != null) {
            since = begun.since();
            read.putAll(begun.read());
        } else if (query.from() != null) {
            since = query.from();
            segments().forEach(segment -> read.put(segment.id(), before(segment, query.from())));
        } else {
            since = engine.now();
            segments().forEach(segment -> read.put(segment.id(), segment.revision()));
        }
    }

    private long before(StatePage.Listed segment, Instant from) {
        try {
            return AuditSegmentReader.from(history, segment.id(), segment.revision(), from)
                            .first()
                    - 1;
        } catch (HoldfastException e) {
            requireErased(e);
            return 0;
        }
    }

    /** A segment may be erased while it is read. */
    private static void requireErased(HoldfastException e) {
        if (e.failure().code() != Failure.Code.NOT_FOUND) {
            throw e;
        }
    }

    /**
     * Tells what was stored since the last time. Entries of one process come in their order.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the log cannot be read; what was not told by then is
     *     told the next time
     */
    public void poll(Consumer<AuditEntry> take) {
        Instant begun = engine.now();
        for (StatePage.Listed segment : segments()) {
            long last = read.computeIfAbsent(segment.id(), fresh -> 0L);
            if (segment.revision() > last) {
                segment(segment, take);
            }
        }
        since = since.isAfter(begun) ? since : begun;
        read.headMap(oldest()).clear();
    }

    /** Where another one goes on. */
    public String cursor() {
        return new AuditPositions(since, read).toString();
    }

    private StateId oldest() {
        return AuditSegments.least(since.minus(LONGEST));
    }

    /** The segments that may have been written to since the last time. */
    private List<StatePage.Listed> segments() {
        List<StatePage.Listed> found = new ArrayList<>();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            StateId after = oldest();
            boolean more = true;
            while (after != null && more) {
                StatePage page = log.list(shard, HeaderFilter.ALL, after, PAGE);
                for (StatePage.Listed listed : page.states()) {
                    more = more && AuditSegments.isSegment(listed.id());
                    if (more) {
                        found.add(listed);
                    }
                }
                after = page.next();
            }
        }
        return found;
    }

    private void segment(StatePage.Listed segment, Consumer<AuditEntry> take) {
        StateId id = segment.id();
        try {
            AuditSegmentReader reader =
                    new AuditSegmentReader(history, id, segment.revision(), read.getOrDefault(id, 0L) + 1);
            for (Event event = reader.peek(); event != null; event = reader.peek()) {
                AuditBatch batch = AuditBatch.of(event);
                if (batch.origin() != null && mayBeReadThere(batch.origin())) {
                    return;
                }
                tell(batch, take);
                read.put(id, event.revision());
                reader.skip();
            }
        } catch (HoldfastException e) {
            requireErased(e);
        }
    }

    /** Whether entries that were copied still stand where they did, and were not read there yet. */
    private boolean mayBeReadThere(AuditBatch.Origin origin) {
        return last(origin) > readOf(origin.segment())
                && log.head(origin.segment(), Consistency.LINEARIZABLE) instanceof Head.Live;
    }

    /** Up to where a segment was read, or need not be, since it is older than what is told. */
    private long readOf(StateId segment) {
        boolean older = segment.compareTo(oldest()) < 0;
        return read.getOrDefault(segment, older ? Long.MAX_VALUE : 0L);
    }

    private void tell(AuditBatch batch, Consumer<AuditEntry> take) {
        AuditBatch.@Nullable Origin origin = batch.origin();
        for (int i = 0; i < batch.entries().size(); i++) {
            boolean known = origin != null && origin.revisions().get(i) <= readOf(origin.segment());
            if (!known && query.wants(batch.entries().get(i))) {
                take.accept(batch.entries().get(i));
            }
        }
        if (origin != null && origin.segment().compareTo(oldest()) >= 0) {
            read.merge(origin.segment(), last(origin), Long::max);
        }
    }

    private static long last(AuditBatch.Origin origin) {
        return origin.revisions().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
