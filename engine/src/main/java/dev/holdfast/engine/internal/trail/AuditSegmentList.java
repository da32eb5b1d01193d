package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments of an audit log that may hold what was stored in a time, in the order of their beginnings. They are
 * found by their ids and headers.
 *
 * @param segments a bounded number of them
 * @param horizon from this time on there may be others; null if these are all
 */
record AuditSegmentList(
        List<StatePage.Listed> segments, @Nullable Instant horizon) {
    /** A segment is written to for a day, by clocks that may differ. */
    private static final Duration LONGEST = Duration.ofHours(26);

    private static final int MOST = 5_000;
    private static final int PAGE = 500;

    /** @param end null for no end */
    static AuditSegmentList of(CommitLog log, Instant begin, @Nullable Instant end) {
        List<StatePage.Listed> found = new ArrayList<>();
        Instant horizon = null;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            List<StatePage.Listed> ofShard = new ArrayList<>();
            boolean whole = collect(log, shard, begin, end, ofShard);
            Instant last = whole ? null : AuditSegments.begun(ofShard.getLast().id());
            horizon = horizon == null || (last != null && last.isBefore(horizon)) ? last : horizon;
            found.addAll(ofShard);
        }
        found.sort(Comparator.comparing(StatePage.Listed::id));
        return new AuditSegmentList(List.copyOf(found), horizon);
    }

    /** Returns whether these are all. */
    private static boolean collect(
            CommitLog log, int shard, Instant begin, @Nullable Instant end, List<StatePage.Listed> found) {
        StateId after = AuditSegments.least(begin.minus(LONGEST));
        while (after != null) {
            StatePage page = log.list(shard, HeaderFilter.ALL, after, PAGE);
            for (StatePage.Listed listed : page.states()) {
                if (!AuditSegments.isSegment(listed.id()) || isAfter(listed, end)) {
                    return true;
                } else if (!listed.header().updated().isBefore(begin)) {
                    found.add(listed);
                }
            }
            if (found.size() >= MOST) {
                return page.next() == null;
            }
            after = page.next();
        }
        return true;
    }

    private static boolean isAfter(StatePage.Listed listed, @Nullable Instant end) {
        return end != null && AuditSegments.begun(listed.id()).isAfter(end);
    }
}
