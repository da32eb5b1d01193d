package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.internal.audit.Journal;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stores audit entries in the log of an engine of their own. A segment is an internal state with one writer: a process
 * begins one when it has something to store, and another one on the next day, and after anything went wrong. So
 * processes never wait for each other's segments, and never conflict. Each commit replaces the document by the entries
 * of one batch, so that the history of a segment is its log, and what is in memory stays small. A segment that is old
 * enough ends and is erased like any state.
 */
final class AuditSegments implements Journal {
    static final String PREFIX = "au_";
    static final String BATCH = "batch";

    private static final Principal WRITER = Actors.internal("audit");
    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss", Locale.ROOT);
    private static final int RANDOM_CHARACTERS = 16;

    /** After so many commits a segment is not written to any more, so that each can be read in little time. */
    private static final long MOST_COMMITS = 100_000;

    private final Engine engine;
    private final Duration kept;
    private @Nullable Segment open;

    AuditSegments(Engine engine, Auditing auditing) {
        this.engine = engine;
        this.kept = auditing.kept();
    }

    /**
     * The segment that is being written.
     *
     * @param end from when on it is not written to any more
     * @param entries how many it has
     */
    private record Segment(StateId id, Instant end, long commits, long entries) {
        Segment with(int more) {
            return new Segment(id, end, commits + 1, entries + more);
        }

        boolean isWritableAt(Instant now) {
            return now.isBefore(end) && commits < MOST_COMMITS;
        }
    }

    @Override
    public void append(List<AuditEntry> entries) {
        append(new AuditBatch(entries, null));
    }

    /** Stores a batch. */
    void append(AuditBatch batch) {
        Instant now = engine.now();
        Segment present = open;
        open = null; // stays so if this fails: what became of it is then not certain
        if (present == null || !present.isWritableAt(now)) {
            begin(now, batch);
            return;
        }
        switch (stored(present, batch)) {
            case CommandOutcome.Refused(Failure failure)
            when failure.code() == Failure.Code.NOT_FOUND ->
                begin(now, batch); // It was erased, with what it had of a principal; nothing was stored.
            case CommandOutcome outcome -> {
                outcome.done();
                open = present.with(batch.entries().size());
            }
        }
    }

    private void begin(Instant now, AuditBatch batch) {
        Segment segment = new Segment(freshId(now), now.plus(Duration.ofDays(1)), 0, 0);
        stored(segment, batch).done();
        open = segment.with(batch.entries().size());
    }

    private CommandOutcome stored(Segment segment, AuditBatch batch) {
        return engine.execute(new Command(segment.id(), WRITER, null, change(segment, batch)));
    }

    private Change change(Segment segment, AuditBatch batch) {
        JsonObject stored = batch.toJson(segment.entries());
        return segment.commits() == 0
                ? Change.Create.of(settings(), JsonObject.of(BATCH, stored))
                : new Change.Operate(Write.builder().set(BATCH, stored).build());
    }

    /** A segment is used for a day, and kept for its time from then on. */
    private Settings settings() {
        Duration most = kept.plusDays(1);
        return Settings.internal(WRITER.id(), Lifetime.SESSION, most.multipliedBy(2), most, Keep.EVERYTHING);
    }

    private StateId freshId(Instant now) {
        String random = engine.freshHandle().value().substring(3, 3 + RANDOM_CHARACTERS);
        return new StateId(PREFIX + START.format(now.atOffset(ZoneOffset.UTC)) + "_" + random);
    }

    /** The least id that a segment can have that was begun at a time or later. */
    static StateId least(Instant begun) {
        return new StateId(PREFIX + START.format(begun.atOffset(ZoneOffset.UTC)));
    }

    /** Whether a state is a segment. */
    static boolean isSegment(StateId id) {
        return id.value().startsWith(PREFIX);
    }

    /** When a segment was begun, in whole seconds. */
    static Instant begun(StateId segment) {
        String start =
                segment.value().substring(PREFIX.length(), segment.value().lastIndexOf('_'));
        return LocalDateTime.parse(start, START).toInstant(ZoneOffset.UTC);
    }
}
