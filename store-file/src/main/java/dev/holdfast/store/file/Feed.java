package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The feed: the log itself, read from the record with a given number on. Remembers where its latest pages ended. */
final class Feed {
    private static final int BOOKMARKS = 64;

    /** A page ends early rather than hold more than this. */
    private static final long PAGE_BYTES = 16 << 20;

    private final String store;
    private final Map<Long, Bookmark> bookmarks = new LinkedHashMap<>();

    /** The spot behind a record, valid as long as the segment has that generation. */
    private record Bookmark(long spot, int generation) {}

    Feed(String store) {
        this.store = store;
    }

    FeedPage page(LogIndex index, Cursor after, int maxCommits) throws IOException {
        if (after.equals(Cursor.LATEST)) {
            mark(index, index.newest, index.end);
            return new FeedPage(List.of(), Cursor.after(store, index.newest));
        }
        long position = after.position(store);
        if (position < index.newestRemoved) {
            throw new CursorExpiredException(after);
        }
        List<FeedPage.Entry> entries = new ArrayList<>();
        if (position < index.newest) {
            position = read(index, position, maxCommits, entries);
        }
        return new FeedPage(entries, Cursor.after(store, position));
    }

    private long read(LogIndex index, long after, int maxCommits, List<FeedPage.Entry> entries) throws IOException {
        long spot = find(index, after);
        long position = after;
        long bytes = 0;
        for (Segment segment : index.segments().from(Spot.segment(spot))) {
            boolean last = segment.number() == Spot.segment(index.end);
            long from = segment.number() == Spot.segment(spot) ? Spot.offset(spot) : segment.start();
            SegmentReader reader = new SegmentReader(segment, from, last ? Spot.offset(index.end) : segment.size());
            for (SegmentReader.Line line = reader.next(); line != null; line = reader.next()) {
                LogRecord record = Lines.readSummary(line.bytes());
                if (record.place().number() <= after) {
                    continue;
                }
                position = record.place().number();
                if (record instanceof LogRecord.Committed) {
                    LogRecord.Committed whole = (LogRecord.Committed) Lines.read(line.bytes());
                    entries.add(new FeedPage.Entry(whole.state(), whole.commit()));
                    bytes += line.bytes().length;
                }
                if (entries.size() >= maxCommits || bytes >= PAGE_BYTES) {
                    mark(index, position, Spot.of(segment.number(), line.end()));
                    return position;
                }
            }
        }
        mark(index, index.newest, index.end);
        return index.newest;
    }

    /** A spot before which there is no record with a number above the given one. */
    private synchronized long find(LogIndex index, long after) {
        Bookmark mark = bookmarks.get(after);
        if (mark != null) {
            Segment segment = index.segments().find(Spot.segment(mark.spot()));
            if (segment != null && segment.title().generation() == mark.generation()) {
                return mark.spot();
            }
        }
        Segment from = index.segments().first();
        for (Segment segment : index.segments().all()) {
            from = segment.title().first() <= after + 1 ? segment : from;
        }
        return Spot.of(from.number(), from.start());
    }

    private synchronized void mark(LogIndex index, long number, long spot) {
        bookmarks.remove(number);
        bookmarks.put(number, new Bookmark(spot, index.segment(spot).title().generation()));
        if (bookmarks.size() > BOOKMARKS) {
            bookmarks.remove(bookmarks.keySet().iterator().next());
        }
    }
}
