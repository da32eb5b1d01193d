package dev.holdfast.store.file;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the log forward and folds its records into an index. Reads only what was synced. */
final class LogScan {
    private static final Logger LOGGER = System.getLogger(LogScan.class.getName());

    private final Disk disk;
    private final LogIndex index;
    private final Noticeboard notices;

    /** The numbers of the segments in the folder, as of some moment since the index has its generation. */
    private List<Integer> numbers = List.of();

    /** Where a run of damaged lines begins; -1 while there is none. */
    private long unsoundFrom = -1;

    LogScan(Disk disk, LogIndex index) {
        this.disk = disk;
        this.index = index;
        this.notices = new Noticeboard(disk.memory());
    }

    /** The numbers of the segments in a folder, ascending. */
    static List<Integer> numbers(Disk disk) throws IOException {
        return disk.list().stream()
                .map(Segment::number)
                .filter(number -> number >= 0)
                .sorted()
                .toList();
    }

    /** Reads all segments to their end but the one with the highest number, and begins that one. */
    void readSealed() throws IOException {
        whileRewritten(() -> {
            numbers = numbers(disk);
            beginIfNew();
            while (Spot.segment(index.end) < numbers.getLast()) {
                readSegment(Long.MAX_VALUE);
                next();
            }
        });
    }

    /** Reads on to a spot up to which the log is synced, unless the index is further already. */
    void readTo(long published) throws IOException {
        whileRewritten(() -> {
            beginIfNew();
            long spot = Math.max(index.end, published);
            while (Spot.segment(index.end) < Spot.segment(spot)) {
                readSegment(Long.MAX_VALUE);
                next();
            }
            if (Spot.segment(index.end) == Spot.segment(spot)) {
                readTheOneOf(spot);
            }
        });
    }

    /** If it was rewritten since the spot was published, its lines have other offsets, and it is full. */
    private void readTheOneOf(long spot) throws IOException {
        boolean rewritten = index.segment(index.end).title().generation() > 0;
        readSegment(rewritten ? Long.MAX_VALUE : Spot.offset(spot));
        if (!rewritten && index.end < spot) {
            lost(Spot.segment(spot), Spot.offset(index.end));
            index.end = spot;
        }
    }

    private interface Reading {
        void read() throws IOException;
    }

    /** Reads what is left, and again what is left then, if segments are rewritten meanwhile. */
    private void whileRewritten(Reading reading) throws IOException {
        boolean done = false;
        while (!done) {
            numbers = List.of();
            if (isBehind()) {
                RewrittenSegments.follow(disk, index);
            }
            try {
                reading.read();
                index.segments().forgetRemoved();
                done = true;
            } catch (SegmentReplacedException e) {
                LOGGER.log(Level.DEBUG, () -> "segments are rewritten while they are read: " + e.getMessage());
            }
        }
    }

    /** Whether other clients rewrote segments. They tell so after the new file is there, and before old ones go. */
    private boolean isBehind() {
        return notices.generation() != index.generation;
    }

    private void beginIfNew() throws IOException {
        if (index.segments().isEmpty()) {
            begin(numbers(disk).getFirst());
        }
    }

    private void next() throws IOException {
        Segment before = index.segment(index.end);
        long newest = index.newest;
        Segment begun = begin(numberAfter(before.title().through()));
        boolean follows = before.number() + 1 == begun.number();
        if (follows
                && before.title().generation() == 0
                && newest + 1 < begun.title().first()) {
            lost(before.number(), before.size());
        }
    }

    /** The number of the next segment. Those in between were removed; their files may be left over. */
    private int numberAfter(int last) throws IOException {
        OptionalInt next = firstAbove(last);
        if (next.isEmpty()) {
            numbers = numbers(disk);
            next = firstAbove(last);
        }
        if (isBehind()) {
            Segment.Title here = index.segment(index.end).title(); // Those that are missing may have been joined in it.
            throw new SegmentReplacedException(here.number(), here.generation(), null);
        }
        return next.orElseThrow(() -> new IOException("the log ends too early, in segment " + last));
    }

    private OptionalInt firstAbove(int last) {
        return numbers.stream()
                .mapToInt(Integer::intValue)
                .filter(number -> number > last)
                .findFirst();
    }

    private Segment begin(int number) throws IOException {
        Segment segment = open(number);
        index.segments().add(segment);
        index.end = Spot.of(number, segment.start());
        index.newest = Math.max(index.newest, segment.title().first() - 1);
        if (segment.damaged) {
            index.damaged(new DamagedRange(number, 0, segment.start(), index.newest, List.of()));
        }
        return segment;
    }

    private Segment open(int number) throws IOException {
        try {
            return Segment.open(disk, number);
        } catch (IOException e) {
            if (e instanceof NoSuchFileException && isBehind()) {
                throw new SegmentReplacedException(number, 0, e);
            }
            throw new IOException("segment " + Segment.fileName(number) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void readSegment(long limit) throws IOException {
        Segment segment = index.segment(index.end);
        segment.refreshSize();
        SegmentReader reader = new SegmentReader(segment, Spot.offset(index.end), Math.min(limit, segment.size()));
        for (SegmentReader.Line line = reader.next(); line != null; line = reader.next()) {
            take(segment, line);
        }
        endUnsound(segment, null);
    }

    /** Folds in the next line of a segment, or notes that it is damaged. */
    void take(Segment segment, SegmentReader.Line line) throws IOException {
        if (!line.sound()) {
            unsoundFrom = unsoundFrom < 0 ? line.offset() : unsoundFrom;
            index.end = Spot.of(segment.number(), line.end());
            return;
        }
        LogRecord record = Lines.readSummary(line.bytes());
        endUnsound(segment, record);
        if (segment.title().generation() == 0
                && index.newest + 1 < record.place().number()) {
            lost(segment.number(), Spot.offset(index.end));
            index.newest = record.place().number() - 1;
        }
        index.apply(record, Spot.of(segment.number(), line.offset()), line.bytes().length);
        index.end = Spot.of(segment.number(), line.end());
    }

    /** Records the damage of the unsound lines before {@code next}, or before the end if that is null. */
    void endUnsound(Segment segment, @Nullable LogRecord next) throws IOException {
        if (unsoundFrom < 0) {
            return;
        }
        long length = Spot.offset(index.end) - unsoundFrom;
        List<DamagedRange.Lost> records = DamagedRange.identify(segment.bytes(unsoundFrom, (int) length - 1));
        long last = next == null
                ? index.newest + Math.max(1, records.size())
                : Math.max(index.newest, next.place().number() - 1);
        index.damaged(new DamagedRange(segment.number(), unsoundFrom, length, last, records));
        segment.damaged = true;
        unsoundFrom = -1;
    }

    private void lost(int segment, long offset) {
        index.damaged(new DamagedRange(segment, offset, 0, index.newest + 1, List.of()));
    }
}
