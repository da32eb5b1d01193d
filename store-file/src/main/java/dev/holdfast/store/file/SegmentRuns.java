package dev.holdfast.store.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the full segments of a log are worth rewriting: runs of neighbours, each of which becomes one segment, or
 * disappears if nothing in it can be reached.
 *
 * <p>A segment is due if most of it is unreachable, or it holds records of erased states. Since little may be left of
 * it, neighbours that are due are joined if they fit in one. If there still are more than {@link #SPARE} segments above
 * two for each that would be full, all neighbours that fit in one are joined: whichever two remain are more than full
 * together. So the number of segments depends on what they hold and not on how often they were rewritten, and a record
 * is not rewritten for each segment that becomes small.
 */
final class SegmentRuns {
    /** How many more segments there may be than twice as many as would be full. */
    static final int SPARE = 16;

    private final long segmentBytes;
    private final boolean many;
    private final List<List<Segment>> runs = new ArrayList<>();
    private List<Segment> run = new ArrayList<>();
    private long bytes;

    private SegmentRuns(List<Segment> full, long segmentBytes) {
        long live = full.stream().mapToLong(Segment::live).sum();
        this.segmentBytes = segmentBytes;
        this.many = full.size() > 2 * (live / segmentBytes) + SPARE;
    }

    /**
     * The runs to rewrite.
     *
     * @param full all segments that nothing is appended to, in the order of the log
     * @param segmentBytes the size at which a segment is full
     */
    static List<List<Segment>> worthRewriting(List<Segment> full, long segmentBytes) {
        SegmentRuns found = new SegmentRuns(full, segmentBytes);
        full.forEach(found::add);
        found.end();
        return found.runs;
    }

    private void add(Segment segment) {
        boolean mayBe = !segment.damaged && (many || isDue(segment));
        if (!mayBe || bytes + segment.live() > segmentBytes) {
            end();
        }
        if (mayBe) {
            run.add(segment);
            bytes += segment.live();
        }
    }

    private void end() {
        if (run.size() > 1 || run.stream().anyMatch(SegmentRuns::isDue)) {
            runs.add(run);
        }
        run = new ArrayList<>();
        bytes = 0;
    }

    private static boolean isDue(Segment segment) {
        return segment.erased > 0 || 2 * segment.dead > segment.total;
    }
}
