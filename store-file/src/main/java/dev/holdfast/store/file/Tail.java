package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of the log when no client is writing; some of it may never have been synced.
 *
 * <p>Lines before the published end, or before a record of a later group, were synced: if one cannot be read, it is
 * damaged, and is left in place. The first unreadable line after these was torn by a crash while its group was being
 * written. That group was never acknowledged, so the log is cut there.
 */
final class Tail {
    private final Segment segment;
    private final long from;
    private final List<SegmentReader.Line> lines = new ArrayList<>();
    private final long published;
    private final long certain;

    private Tail(Segment segment, long from, long published) throws IOException {
        this.segment = segment;
        this.from = from;
        this.published = published;
        segment.refreshSize();
        SegmentReader reader = new SegmentReader(segment, from, segment.size());
        for (SegmentReader.Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        this.certain = Math.max(published, endOfGroupsBeforeTheLast());
    }

    /**
     * Reads the last segment from an offset on.
     *
     * @param published the offset up to which everything is known to be synced; 0 if that is not known
     */
    static Tail read(Segment segment, long from, long published) throws IOException {
        return new Tail(segment, from, published);
    }

    private long endOfGroupsBeforeTheLast() {
        long group = -1;
        long end = from;
        for (SegmentReader.Line line : lines.reversed()) {
            if (!line.sound()) {
                continue;
            }
            LogRecord.Place place = Lines.readSummary(line.bytes()).place();
            if (group < 0) {
                group = place.group();
            } else if (place.number() < group) {
                end = line.end();
                break;
            }
        }
        return end;
    }

    /** The lines to keep: all that were synced, and those after them up to the first that is torn or missing. */
    List<SegmentReader.Line> kept() {
        int count = 0;
        long end = from;
        for (SegmentReader.Line line : lines) {
            boolean whole = line.sound() && line.offset() == Math.max(end, published);
            if (line.offset() >= certain && !whole) {
                break;
            }
            end = line.end();
            count++;
        }
        return lines.subList(0, count);
    }

    /** Where the lines to keep end, but at least the published end. */
    long end() {
        List<SegmentReader.Line> kept = kept();
        return Math.max(kept.isEmpty() ? from : kept.getLast().end(), published);
    }

    /** The number of bytes to cut. */
    long torn() {
        return lines.isEmpty() ? 0 : Math.max(0, lines.getLast().end() - end());
    }

    /** Whether there is anything beyond what is known to be synced. */
    boolean isUncertain() {
        return end() > published || torn() > 0;
    }

    /**
     * Cuts the torn lines and syncs the rest. The rest is written again first: a failed sync may have left its pages
     * marked as clean, and another sync would skip those.
     */
    void settle() throws IOException {
        long begin = Math.max(from, published);
        long end = end();
        for (long at = begin; at < end; at += 1 << 20) {
            segment.file().write(ByteBuffer.wrap(segment.bytes(at, (int) Math.min(1 << 20, end - at))), at);
        }
        segment.blank(end, end + torn());
        segment.file().force();
    }
}
