package dev.holdfast.store.file;

import dev.holdfast.engine.local.ForeignChanges;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups of records behind the log's end, with one sync for each group. The caller has the turn.
 *
 * <p>A group fails in one of two ways. If it could not be written, its bytes are blanked, and the log is unchanged. If
 * it could not be synced or blanked, it may or may not be there after a restart; since repeating a failed sync proves
 * nothing, this client then never writes again.
 */
final class LogWriter {
    private static final int USUAL_GROUP = 1 << 16;

    /** The most bytes that are written at once, since the platform keeps as much memory for each thread. */
    private static final int PIECE = 1 << 20;

    private static final int LARGEST_KEPT = 1 << 20;

    private final LogFolder folder;
    private final FileOptions options;
    private final ForeignChanges foreign;
    private final AtomicReference<@Nullable Throwable> poison = new AtomicReference<>();

    /** The lines of the group under way, in memory that the next one uses again unless it was much. */
    private JsonOutput lines = new JsonOutput(USUAL_GROUP);

    private record Written(LogRecord record, long spot, int length) {}

    LogWriter(LogFolder folder, FileOptions options) {
        this.folder = folder;
        this.options = options;
        this.foreign = new ForeignChanges(folder.notices().changes());
    }

    /** The changes made by other clients. */
    ForeignChanges foreign() {
        return foreign;
    }

    boolean isSound() {
        return poison.get() == null;
    }

    /**
     * Checks that no sync has failed yet.
     *
     * @throws StoreUnavailableException if one has
     */
    void requireSound() {
        Throwable cause = poison.get();
        if (cause != null) {
            throw StoreUnavailableException.poisoned(cause);
        }
    }

    /**
     * Writes records as one group and publishes them.
     *
     * @throws IOException if the records are not stored; if this client then {@linkplain #isSound is no longer sound},
     *     it is unknown whether they are
     * @throws StoreUnavailableException likewise, if a file of the store is lost
     */
    void write(List<LogRecord> records) throws IOException {
        requireSound();
        folder.footing().requireLately();
        try {
            write(records, print(records));
        } finally {
            if (lines.length() > LARGEST_KEPT) {
                lines = new JsonOutput(USUAL_GROUP);
            }
        }
    }

    private void write(List<LogRecord> records, int[] ends) throws IOException {
        Segment active = make(lines.length());
        long from = Spot.offset(end());
        put(active, from);
        sync(active);
        try {
            folder.footing().require(); // Written to files that have lost their names, they are stored nowhere.
            publish(active, from, records, ends);
        } catch (StoreUnavailableException e) {
            poison.set(e);
            throw e;
        }
    }

    /** Prints the records, a line each; returns where their lines end, line feeds included. */
    private int[] print(List<LogRecord> records) {
        lines.clear();
        int[] ends = new int[records.size()];
        for (int i = 0; i < ends.length; i++) {
            Lines.write(records.get(i), lines);
            ends[i] = lines.plain("\n").length();
        }
        return ends;
    }

    /** The segment for a group, with enough room reserved. */
    private Segment make(long length) throws IOException {
        folder.notices().writing(true);
        try {
            Segment active = segmentFor(length);
            if (active.reserve(Spot.offset(end()) + length, options.aheadBytes())) {
                sync(active);
            }
            return active;
        } catch (IOException e) {
            if (isSound()) {
                folder.notices().writing(false);
            }
            throw e;
        }
    }

    private void put(Segment active, long from) throws IOException {
        int length = lines.length();
        try {
            for (int at = 0; at < length; at += PIECE) {
                ByteBuffer piece = ByteBuffer.wrap(lines.borrow(), at, Math.min(PIECE, length - at));
                active.file().write(piece, from + at);
            }
        } catch (IOException e) {
            takeBack(active, from, from + length, e);
            throw e;
        }
    }

    private void takeBack(Segment active, long from, long to, IOException reason) {
        try {
            active.blank(from, to);
            active.file().force();
            folder.notices().writing(false);
        } catch (IOException e) {
            e.addSuppressed(reason);
            poison.set(e);
        }
    }

    private void sync(Segment active) throws IOException {
        try {
            active.file().force();
        } catch (IOException e) {
            poison.set(e);
            throw e;
        }
    }

    /** Makes records visible, to this client before all others, because its caches rely on that order. */
    private void publish(Segment active, long from, List<LogRecord> records, int[] ends) throws IOException {
        List<Written> group = new ArrayList<>(records.size());
        int begin = 0;
        for (int i = 0; i < ends.length; i++) {
            long spot = Spot.of(active.number(), from + begin);
            group.add(new Written(records.get(i), spot, ends[i] - 1 - begin));
            begin = ends[i];
        }
        long end = Spot.of(active.number(), from + begin);
        foreign.beginOwn();
        try {
            folder.change(index -> {
                group.forEach(written -> index.apply(written.record(), written.spot(), written.length()));
                index.end = end;
                return index;
            });
            folder.notices().end(end);
            folder.notices().writing(false);
        } finally {
            foreign.endOwn();
        }
    }

    /** The segment for a group: a new one if the last is full, or would become far too long. */
    private Segment segmentFor(long length) throws IOException {
        long at = Spot.offset(end());
        Segment active = folder.look(LogIndex::active);
        active.refreshSize();
        if (active.size() < at) {
            folder.footing().lose(active.title().fileName() + " was cut to " + active.size() + " bytes");
            folder.footing().require();
        }
        boolean fits = at + length <= options.segmentBytes() || at == active.start();
        return fits ? active : begin();
    }

    /** Begins a new segment, so that the last one can be rewritten. */
    void roll() throws IOException {
        requireSound();
        folder.notices().writing(true);
        try {
            begin();
        } finally {
            if (isSound()) {
                folder.notices().writing(false);
            }
        }
    }

    private Segment begin() throws IOException {
        Segment.Title last = folder.look(LogIndex::active).title();
        long first = folder.look(index -> index.newest) + 1;
        int number = last.number() + 1;
        Segment.Title title = new Segment.Title(last.store(), number, number, 0, first);
        Segment begun = install(Segment.write(folder.disk(), title, options.aheadBytes(), Segment.LineSource.NOTHING));
        long end = Spot.of(begun.number(), begun.start());
        folder.change(index -> {
            index.segments().add(begun);
            index.end = end;
            return index;
        });
        folder.notices().end(end);
        return begun;
    }

    /**
     * If this fails, it is unknown which segment will be the last one after a restart, so this client stops writing.
     */
    private Segment install(Segment begun) throws IOException {
        try {
            folder.footing().require(); // The folder of this name may be another one.
            return begun.install(folder.disk());
        } catch (IOException e) {
            poison.set(e);
            throw e;
        }
    }

    private long end() throws IOException {
        return folder.look(index -> index.end);
    }
}
