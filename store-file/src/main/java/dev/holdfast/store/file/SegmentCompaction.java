package dev.holdfast.store.file;

import java.io.IOException;
import java.util.List;

/**
 * Rewrites segments without their unreachable records, and joins neighbours that hold little. The lines of a run of
 * segments that no writer appends to are copied to a file that then replaces the first of them by a rename, and says
 * that it stands for all of them; the files of the others are deleted after that. Writers and readers are not blocked.
 * After a crash at any moment the folder has either the old segments or the new one, and both hold the same reachable
 * records.
 */
final class SegmentCompaction {
    private final LogFolder folder;
    private final long segmentBytes;

    /** @param segmentBytes the size at which a segment is full */
    SegmentCompaction(LogFolder folder, long segmentBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Rewrites all segments that are worth it, except the last one. The caller has the turn to compact. Returns whether
     * there were any.
     */
    boolean run() throws IOException {
        finishInterrupted();
        List<List<Segment>> runs = folder.ask(
                index -> SegmentRuns.worthRewriting(index.segments().before(Spot.segment(index.end)), segmentBytes));
        for (List<Segment> run : runs) {
            rewrite(run);
        }
        return !runs.isEmpty();
    }

    private void rewrite(List<Segment> run) throws IOException {
        Segment written = Segment.write(folder.disk(), title(run), 0, writer -> copyLive(run, writer));
        folder.footing().require(); // Only the client that has the turn to rewrite may replace a segment.
        folder.notices().rewriting(true);
        if (written.isEmpty()) {
            written.close();
            folder.disk().delete(written.title().temporaryName());
            replace(index -> remove(index, run));
            delete(names(run));
        } else {
            written.install(folder.disk());
            replace(index -> RewrittenSegments.replace(index, written));
            delete(names(run.subList(1, run.size())));
        }
        folder.notices().rewriting(false);
    }

    /** Tells all clients what one did that died or failed while it rewrote segments, and deletes what it left over. */
    private void finishInterrupted() throws IOException {
        if (folder.notices().rewriting()) {
            folder.notices().nextGeneration();
        }
        List<String> leftovers = folder.ask(index -> folder.disk().list().stream()
                .filter(name -> isLeftOver(name, index))
                .toList());
        delete(leftovers);
        folder.notices().rewriting(false);
    }

    /** Whether a file is of a segment that was joined in another, or is not complete and never will be. */
    private static boolean isLeftOver(String name, LogIndex index) {
        int unfinished = Segment.numberOfUnfinished(name);
        if (unfinished >= 0) {
            return unfinished < Spot.segment(index.end); // Others may be about to begin the next segment.
        }
        Segment holder = index.segments().upTo(Segment.number(name));
        return holder != null
                && !holder.title().fileName().equals(name)
                && holder.title().covers(Segment.number(name));
    }

    private static Segment.Title title(List<Segment> run) {
        Segment.Title first = run.getFirst().title();
        int through = run.getLast().title().through();
        return new Segment.Title(first.store(), first.number(), through, first.generation() + 1, first.first());
    }

    private void copyLive(List<Segment> run, LineWriter writer) throws IOException {
        for (Segment old : run) {
            copyLive(old, writer);
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

    /** How an index follows a rewriting. */
    private interface Replacing {
        void in(LogIndex index) throws IOException;
    }

    /** Changes the index, and tells other clients, before the files go that they may be about to read. */
    private void replace(Replacing replacing) throws IOException {
        folder.change(index -> {
            replacing.in(index);
            folder.announceRewritten(index);
            return index;
        });
    }

    private static void remove(LogIndex index, List<Segment> run) throws IOException {
        for (Segment segment : run) {
            index.segments().remove(segment);
        }
    }

    private static List<String> names(List<Segment> segments) {
        return segments.stream().map(segment -> segment.title().fileName()).toList();
    }

    private void delete(List<String> names) throws IOException {
        for (String name : names) {
            folder.disk().delete(name);
        }
        if (!names.isEmpty()) {
            folder.disk().sync();
        }
    }
}
