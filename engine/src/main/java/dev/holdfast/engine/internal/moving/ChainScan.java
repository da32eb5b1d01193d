package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.StoredEvent;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole export before anything of it is used: each line is one of the format, every event follows from the one
 * before, and the file ends with the digest of its lines. Keys are not needed for that.
 */
final class ChainScan {
    private final ExportReader reader;
    private final Map<StateId, Long> rebased;
    private final Cutoff cutoff;
    private final Consumer<StateId> found;
    private final Set<StateId> dropped = new HashSet<>();
    private final Set<StateId> erased = new HashSet<>();
    private final Set<StateId> damaged = new HashSet<>();
    private ExportLine.@Nullable Title title;
    private long end;
    private long states;
    private long events;
    private boolean whole;
    private String sha256 = "";

    /** The state whose lines are being read, and where they stand; null between states. */
    private @Nullable StateId state;

    private long revision;
    private @Nullable Bytes hash;
    /** The revision of the last base behind other lines of the state; 0 if there is none. */
    private long rebase;

    private Instant time = Instant.MIN;

    private ChainScan(ExportReader reader, Cutoff cutoff, Map<StateId, Long> rebased, Consumer<StateId> found) {
        this.reader = reader;
        this.found = found;
        this.cutoff = cutoff;
        this.rebased = rebased;
    }

    /**
     * What was found.
     *
     * @param end the offset behind the last whole state
     * @param states how many whole states there are
     * @param whole whether the last line is there
     * @param sha256 the digest that the last line says, in hexadecimal; empty if it is not there
     * @param dropped states whose lines do not count, since they were erased, or found damaged, while they were written
     * @param erased states that were erased before
     * @param damaged states that are not there, or no further, since they were damaged
     */
    record Scanned(
            ExportLine.Title title,
            long end,
            long states,
            boolean whole,
            String sha256,
            Set<StateId> dropped,
            Set<StateId> erased,
            Set<StateId> damaged) {}

    /**
     * Reads a file to its end.
     *
     * @param cutoff up to when events will be taken
     * @param rebased gets the states that have a base behind other lines, of this file or of one before it, and the
     *     revision of the last one that will be taken: what is before it does not count
     * @param found told of each whole state
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if a line is damaged or the chain is broken; the
     *     failure names the line
     */
    static Scanned of(Path file, Cutoff cutoff, Map<StateId, Long> rebased, Consumer<StateId> found) {
        try (ExportReader reader = ExportReader.open(file)) {
            return new ChainScan(reader, cutoff, rebased, found).scan();
        }
    }

    private Scanned scan() {
        ExportLine first = reader.next();
        if (!(first instanceof ExportLine.Title opening)) {
            throw reader.wrong("an export begins with a line \"export\"");
        }
        title = opening;
        end = reader.offset();
        for (ExportLine line = reader.next(); line != null; line = reader.next()) {
            if (whole) {
                throw reader.wrong("something follows the last line");
            }
            take(line);
        }
        return new Scanned(opening, end, states, whole, sha256, dropped, erased, damaged);
    }

    private void take(ExportLine line) {
        switch (line) {
            case ExportLine.Title again -> throw reader.wrong("a second export begins");
            case ExportLine.Begin begin -> begin(begin);
            case ExportLine.Based based -> base(based);
            case ExportLine.Recorded recorded -> event(recorded.event());
            case ExportLine.Done done -> done(done);
            case ExportLine.Erased gone -> ended(gone.state(), erased);
            case ExportLine.Damaged spoiled -> {
                damaged.add(spoiled.state());
                ended(spoiled.state(), damaged);
            }
            case ExportLine.Value value -> {
                require(ExportContent.VALUES);
                count();
            }
            case ExportLine.Opened opened -> {
                require(ExportContent.OPENED);
                events++;
            }
            case ExportLine.End last -> end(last);
        }
    }

    private void begin(ExportLine.Begin begin) {
        requireBetweenStates();
        state = begin.state();
        revision = begin.after();
        rebase = 0;
        hash = revision == 0 ? Image.NO_HASH : null;
        time = Instant.MIN;
    }

    private void base(ExportLine.Based based) {
        Base base = based.base();
        if (!based.state().equals(state) || base.revision() <= revision) {
            throw reader.wrong("a base that does not belong here");
        }
        require(ExportContent.HISTORY);
        rebase = revision > 0 && cutoff.includes(based.at()) ? base.revision() : rebase;
        revision = base.revision();
        hash = base.hash();
    }

    private void event(StoredEvent event) {
        require(ExportContent.HISTORY);
        if (!event.state().equals(state) || event.commit().revision() != revision + 1) {
            throw reader.wrong("an event of another state, or events before it are missing");
        }
        // Nothing tells the hash that the first event of a later part follows from; the store does.
        if (!event.follows(hash == null ? event.previous() : hash)) {
            throw reader.wrong("the event was altered, or does not follow from the one before");
        }
        if (event.commit().at().isBefore(time)) {
            throw reader.wrong("the time of the event is before that of the one before");
        }
        revision++;
        hash = event.commit().hash();
        time = event.commit().at();
        events++;
    }

    private void done(ExportLine.Done done) {
        boolean opened = title != null && title.content() == ExportContent.OPENED;
        boolean fits = done.state().equals(state)
                && (opened || (done.revision() == revision && done.hash().equals(hash)));
        if (!fits) {
            throw reader.wrong("the state does not end where its events do");
        }
        if (rebase > 0) {
            rebased.put(done.state(), rebase);
        }
        found.accept(done.state());
        state = null;
        count();
    }

    /** A state ends before its lines do, or is not there at all and belongs to others like it. */
    private void ended(StateId gone, Set<StateId> others) {
        if (state == null) {
            others.add(gone);
        } else if (state.equals(gone)) {
            dropped.add(gone);
            state = null;
        } else {
            throw reader.wrong("a state ends within another one");
        }
        end = reader.offset();
    }

    private void end(ExportLine.End last) {
        requireBetweenStates();
        if (!last.sha256().equals(reader.digest()) || last.states() != states || last.events() != events) {
            throw reader.wrong("the lines are not those that were written: their digest differs");
        }
        sha256 = last.sha256().toString();
        whole = true;
    }

    private void count() {
        states++;
        end = reader.offset();
    }

    private void require(ExportContent content) {
        if (title == null || title.content() != content) {
            throw reader.wrong("a line that an export of this content does not have");
        }
    }

    private void requireBetweenStates() {
        if (state != null) {
            throw reader.wrong("a state begins or the file ends before the state before it does");
        }
    }
}
