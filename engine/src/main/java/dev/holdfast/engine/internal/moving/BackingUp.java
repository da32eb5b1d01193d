package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StateSurvey;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.moving.BackedUp;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a backup what is new in a store since the last time. It walks over the headers of all states, beside the list
 * of where they stood, and writes what is beyond. So it does not depend on the feed, which compaction and erasure cut.
 */
public final class BackingUp {
    private static final int BUFFER = 1 << 16;

    private final CommitLog log;
    private final History history;
    private final String id;
    private final Instant at;
    private final Comparator<StateId> order;
    private final StateSurvey survey;
    private long erased;

    /**
     * Prepares it.
     *
     * @param id tells what is added from every other export
     * @param at the time now
     */
    public BackingUp(CommitLog log, History history, String id, Instant at) {
        this.log = log;
        this.history = history;
        this.survey = new StateSurvey(log, history);
        this.id = id;
        this.at = at;
        this.order = Comparator.<StateId>comparingInt(log.info()::shardOf).thenComparing(Comparator.naturalOrder());
    }

    /**
     * Adds to the backup in a folder, or begins one.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if the folder has a backup of another store, or a
     *     damaged one
     * @throws UncheckedIOException if the folder cannot be written to; the backup is then as it was
     */
    public BackedUp run(Path folder, Progress progress) {
        return new BackupFolder(folder).alone(there -> {
            try {
                return add(there, progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private BackedUp add(BackupFolder folder, Progress progress) throws IOException {
        BackupManifest before = folder.manifest();
        String store = log.info().id();
        BackupManifest manifest = before == null ? folder.begin(store) : before;
        if (!manifest.store().equals(store)) {
            throw Failure.invalid("backup", "The folder has a backup of another store. Give each store its own.")
                    .toException();
        }
        folder.clean(manifest);
        BackupManifest.Segment segment = new BackupManifest.Segment(manifest.next(), at, 0, "");
        try (Heads heads = manifest.segments().isEmpty()
                ? null
                : Heads.open(folder.file(manifest.segments().getLast().heads()))) {
            Written written = write(folder, segment, heads, progress);
            Exported exported = written.exported();
            if (exported.states() == 0 && erased == 0 && !manifest.segments().isEmpty()) {
                folder.clean(manifest);
                return new BackedUp(0, 0, 0, 0, 0, exported.damages());
            }
            folder.name(segment.file());
            folder.name(segment.heads());
            folder.commit(manifest.plus(
                    new BackupManifest.Segment(segment.number(), at, exported.bytes(), written.sha256())));
            return new BackedUp(
                    segment.number(),
                    exported.states(),
                    exported.events(),
                    erased,
                    exported.bytes(),
                    exported.damages());
        }
    }

    /** What was written, and the digest of its lines. */
    private record Written(Exported exported, String sha256) {}

    private Written write(BackupFolder folder, BackupManifest.Segment segment, @Nullable Heads heads, Progress progress)
            throws IOException {
        try (FileChannel lines = PrivateFiles.replace(folder.part(segment.file()));
                FileChannel stands = PrivateFiles.replace(folder.part(segment.heads()));
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(lines), BUFFER);
                OutputStream standing = new BufferedOutputStream(Channels.newOutputStream(stands), BUFFER)) {
            ExportWriter writer = new ExportWriter(out);
            writer.title(ExportLine.Title.of(id, ExportContent.HISTORY, log, history, at));
            Standing now = new Standing(standing);
            walk(writer, heads, now, progress);
            now.end();
            Exported exported = writer.end(survey.damages());
            lines.force(true);
            stands.force(true);
            return new Written(exported, writer.sha256());
        }
    }

    /** Writes where the states stand. */
    private static final class Standing {
        private final OutputStream out;
        private final CRC32C checksum = new CRC32C();

        Standing(OutputStream out) {
            this.out = out;
        }

        void add(Heads.Entry entry) {
            byte[] line = entry.line().getBytes(StandardCharsets.US_ASCII);
            checksum.update(line);
            write(line);
        }

        void end() throws IOException {
            write(Heads.lastLine(checksum).getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        private void write(byte[] line) {
            try {
                out.write(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void walk(ExportWriter writer, @Nullable Heads heads, Standing now, Progress progress) {
        survey.walk(HeaderFilter.ALL, listed -> !Exporting.isOfTheStore(listed), progress, listed -> {
            passed(writer, heads, now, listed.id());
            Heads.Entry last = taken(heads, listed.id());
            if (!survey.look(listed.id(), () -> state(writer, last, now, listed))) {
                writer.damaged(listed.id());
                keep(last, now);
            }
        });
        passed(writer, heads, now, null);
    }

    /** Tells of the states that were there before and are not listed up to an id; null for all the rest. */
    private void passed(ExportWriter writer, @Nullable Heads heads, Standing now, @Nullable StateId upTo) {
        Heads.Entry entry = heads == null ? null : heads.peek();
        while (heads != null && entry != null && (upTo == null || order.compare(entry.state(), upTo) < 0)) {
            Heads.Entry last = heads.take();
            if (!survey.look(last.state(), () -> unlisted(writer, now, last))) {
                keep(last, now);
            }
            entry = heads.peek();
        }
    }

    private void unlisted(ExportWriter writer, Standing now, Heads.Entry last) {
        if (log.head(last.state(), Consistency.LINEARIZABLE) instanceof Head.Live) {
            now.add(last); // Listings are weakly consistent; the next backup has what is new of it.
        } else {
            writer.erased(last.state());
            erased++;
        }
    }

    /** The backup stays as it is of a state that is damaged; the next one tries again. */
    private static void keep(Heads.@Nullable Entry last, Standing now) {
        if (last != null) {
            now.add(last);
        }
    }

    private void state(ExportWriter writer, Heads.@Nullable Entry last, Standing now, StatePage.Listed listed) {
        Head head = log.head(listed.id(), Consistency.LINEARIZABLE);
        if (last != null && head instanceof Head.Live(long revision, Bytes end) && revision <= last.revision()) {
            if (revision < last.revision() || !end.equals(last.hash())) {
                throw rolledBack(listed.id());
            }
            now.add(last);
            return;
        }
        Head.Live after = last == null ? new Head.Live(0, Image.NO_HASH) : new Head.Live(last.revision(), last.hash());
        Head written = new StateExport(log, history.stored(), writer).write(listed.id(), listed.header(), after);
        if (written instanceof Head.Live(long revision, Bytes end)) {
            now.add(new Heads.Entry(listed.id(), revision, end));
        } else if (last != null) {
            writer.erased(listed.id());
            erased++;
        }
    }

    private static Heads.@Nullable Entry taken(@Nullable Heads heads, StateId id) {
        Heads.Entry next = heads == null ? null : heads.peek();
        return heads != null && next != null && next.state().equals(id) ? heads.take() : null;
    }

    private static HoldfastException rolledBack(StateId id) {
        return Failure.invalid(
                        "backup",
                        "The store has another history of " + id + " than the backup, as if an older"
                                + " copy was put in its place. Begin a new backup in another folder.")
                .toException();
    }
}
