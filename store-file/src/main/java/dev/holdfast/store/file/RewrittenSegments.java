package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Brings an index to segments that were rewritten, joined or removed, by this client or another. */
final class RewrittenSegments {
    private RewrittenSegments() {}

    /**
     * Updates an index to what other clients did. Segments that were removed stay in it until the log is read on, since
     * what made their records unreachable may not be known yet. One that is missing although no client told so is lost.
     */
    static void follow(Disk disk, LogIndex index) throws IOException {
        long generation = new Noticeboard(disk.memory()).generation();
        boolean told = generation != index.generation;
        Set<Integer> present = new TreeSet<>(LogScan.numbers(disk));
        for (Segment known : List.copyOf(index.segments().all())) {
            boolean joined = index.segments().find(known.number()) != known;
            if (!joined && present.contains(known.number())) {
                follow(disk, index, known);
            } else if (!joined && told) {
                index.segments().noteRemoved(known);
            }
        }
        index.generation = generation;
    }

    private static void follow(Disk disk, LogIndex index, Segment known) throws IOException {
        Segment found;
        try {
            found = Segment.open(disk, known.number());
        } catch (NoSuchFileException e) {
            return; // The generation has changed again, so this is done again.
        }
        if (found.title().equals(known.title())) {
            found.close();
        } else {
            replace(index, found);
        }
    }

    /**
     * Puts a segment in the place of all whose records it holds. Lines not read yet have other offsets in it, so
     * reading goes on there.
     */
    static void replace(LogIndex index, Segment rewritten) throws IOException {
        boolean readingIt = rewritten.title().covers(Spot.segment(index.end));
        for (Segment replaced : List.copyOf(index.segments().from(rewritten.number()))) {
            if (rewritten.title().covers(replaced.number())) {
                index.segments().remove(replaced);
            }
        }
        rewritten.forgetSizes();
        index.segments().add(rewritten);
        long end = move(index, rewritten);
        if (readingIt) {
            index.end = Spot.of(rewritten.number(), end);
        }
    }

    /** Notes where the records now are that were read already; returns where these end. */
    private static long move(LogIndex index, Segment rewritten) throws IOException {
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
        return end;
    }
}
