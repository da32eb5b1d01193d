package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rewrites segments without their unreachable records. A segment that no writer appends to is copied, line by line, to
 * a file that then replaces it by a rename; writers and readers are not blocked. After a crash at any moment the folder
 * has either the old segment or the new one, and both hold the same reachable records.
 */
final class SegmentCompaction {
    private final LogFolder folder;

    SegmentCompaction(LogFolder folder) {
        this.folder = folder;
    }

    /** Whether a segment is worth rewriting: most of it is unreachable, or it holds records of erased states. */
    static boolean isDue(Segment segment) {
        return !segment.damaged && (segment.erased > 0 || 2 * segment.dead > segment.total);
    }

    /** Rewrites all segments that are due, except the last one. The caller has the turn to compact. */
    boolean run() throws IOException {
        List<Segment> due = folder.ask(index -> index.segments().headMap(Spot.segment(index.end)).values().stream()
                .filter(SegmentCompaction::isDue)
                .toList());
        for (Segment segment : due) {
            rewrite(segment);
        }
        return !due.isEmpty();
    }

    private void rewrite(Segment old) throws IOException {
        Segment.Title title = old.title();
        Segment.Title next = new Segment.Title(title.store(), title.number(), title.generation() + 1, title.first());
        Segment written = Segment.write(folder.disk(), next, 0, writer -> copyLive(old, writer));
        folder.footing().require(); // Only the client that has the turn to rewrite may replace a segment.
        written.install(folder.disk());
        folder.change(index -> {
            replace(index, old, written);
            return index;
        });
        folder.rewritten();
        if (written.size() == written.start()) {
            remove(written);
        }
    }

    private void copyLive(Segment old, LineWriter writer) throws IOException {
        SegmentReader reader = new SegmentReader(old, old.start(), old.size());
        for (SegmentReader.Line line = reader.next(); line != null; line = reader.next()) {
            if (!line.sound()) {
                throw new IOException(old.title().fileName() + " is damaged at byte " + line.offset());
            }
            LogRecord record = Lines.readSummary(line.bytes());
            if (folder.look(index -> index.isLive(record))) {
                writer.addLine(line.bytes());
            }
        }
    }

    private void remove(Segment empty) throws IOException {
        empty.removed = true;
        folder.disk().delete(empty.title().fileName());
        folder.disk().sync();
        folder.change(index -> {
            index.segments().remove(empty.number());
            empty.close();
            return index;
        });
    }

    /** Updates an index to segments that another client rewrote or removed. */
    static void follow(Disk disk, LogIndex index) throws IOException {
        Set<Integer> present = new TreeSet<>(LogScan.numbers(disk));
        for (Segment known : List.copyOf(index.segments().values())) {
            if (!present.contains(known.number())) {
                // Its file was deleted, but the open one stays readable here until nothing points into it.
                known.removed = true;
                continue;
            }
            Segment found = open(disk, known);
            if (found != known) {
                // Lines not read yet have other offsets in the new file, so reading goes on there.
                replace(index, known, found);
            }
        }
    }

    private static Segment open(Disk disk, Segment known) throws IOException {
        try {
            Segment found = Segment.open(disk, known.number());
            if (found.title().equals(known.title())) {
                found.close();
                return known;
            }
            return found;
        } catch (NoSuchFileException e) {
            return known;
        }
    }

    private static void replace(LogIndex index, Segment old, Segment rewritten) throws IOException {
        boolean readingIt = Spot.segment(index.end) == old.number();
        index.segments().put(rewritten.number(), rewritten);
        rewritten.damaged = old.damaged;
        long end = rewritten.start();
        SegmentReader reader = new SegmentReader(rewritten, rewritten.start(), rewritten.size());
        for (SegmentReader.Line line = reader.next(); line != null; line = reader.next()) {
            if (!line.sound()) {
                continue; // Reading the record reports the damage.
            }
            LogRecord record = Lines.readSummary(line.bytes());
            if (record.place().number() > index.newest) {
                break;
            }
            index.moved(record, Spot.of(rewritten.number(), line.offset()), line.bytes().length);
            end = line.end();
        }
        if (readingIt) {
            index.end = Spot.of(rewritten.number(), end);
        }
        old.close();
    }
}
