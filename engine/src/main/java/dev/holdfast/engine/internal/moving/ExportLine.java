package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.call.Timeline;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.StoredEvent;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.time.Instant;

/** A line of an export. Its format is that of docs/export-format.md. */
sealed interface ExportLine {
    /** The version of the format that is written, and the newest that is read. */
    int VERSION = 1;

    /**
     * The first line.
     *
     * @param id of this export; random
     * @param store the identity of the store that it is of
     * @param at when it was begun
     * @param sealed whether the store is encrypted
     * @param namesSealed whether it seals names and labels too
     * @param timeline how often its data was restored
     */
    record Title(
            String id,
            ExportContent content,
            String store,
            Instant at,
            boolean sealed,
            boolean namesSealed,
            int timeline)
            implements ExportLine {
        /** The first line of an export of what a log has now. */
        static Title of(String id, ExportContent content, CommitLog log, History history, Instant at) {
            Sealing sealing = history.stored().sealing();
            return new Title(
                    id,
                    content,
                    log.info().id(),
                    at,
                    sealing.vault() != null,
                    sealing.names() != null,
                    Timeline.number(log, history));
        }
    }

    /**
     * The lines of a state follow.
     *
     * @param after the revision that they follow; 0 if they begin at its beginning, or with a base
     */
    record Begin(StateId state, long after) implements ExportLine {}

    /**
     * What replaces all events up to a revision.
     *
     * @param at the time of the last of them
     */
    record Based(StateId state, Instant at, Base base) implements ExportLine {}

    /** An event as it is stored. */
    record Recorded(StoredEvent event) implements ExportLine {}

    /** The lines of a state are all there. */
    record Done(StateId state, long revision, Bytes hash) implements ExportLine {}

    /** A state was erased; the lines since its beginning, if there are any, do not count. */
    record Erased(StateId state) implements ExportLine {}

    /** A state is damaged in the store; the lines since its beginning, if there are any, do not count. */
    record Damaged(StateId state) implements ExportLine {}

    /** A state as it was. */
    record Value(JsonObject value) implements ExportLine {}

    /** An event in clear, to be read. */
    record Opened(JsonObject event) implements ExportLine {}

    /** The last line: the file is whole. */
    record End(long states, long events, Bytes sha256) implements ExportLine {}
}
