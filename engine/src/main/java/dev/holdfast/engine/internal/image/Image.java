package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What a state's log up to a revision adds up to. Immutable and persistent: the next image shares all that did not
 * change, so a change costs its own size however large the document is.
 *
 * @param id the state
 * @param revision the last event folded in; 0 if the state does not exist
 * @param hash the hash of that event; 32 zero bytes at revision 0
 * @param at the time of that event
 * @param document the document
 * @param documentRevision the last event that changed the document
 * @param stamps who changed each present key last
 * @param system what the state has beside its document, as JSON
 * @param settings its part that callers set, read
 * @param facts its part that calls and time bring about, read
 * @param undoLine what can be undone and redone
 * @param remembered commands that can be answered again
 * @param createdAt time of the first event
 * @param openedAt when it was created, or last brought back
 * @param closedAt when it was closed; null while it is open
 * @param usedAt time of the last event that was not made by time
 */
public record Image(
        StateId id,
        long revision,
        Bytes hash,
        Instant at,
        JsonObject document,
        long documentRevision,
        PMap<String, Stamp> stamps,
        JsonObject system,
        Settings settings,
        SystemFacts facts,
        UndoLine undoLine,
        Remembered remembered,
        Instant createdAt,
        Instant openedAt,
        @Nullable Instant closedAt,
        Instant usedAt) {

    public static final Bytes NO_HASH = Bytes.wrap(new byte[32]);

    /** The image of a state that does not exist. */
    public static Image absent(StateId id) {
        HashPMap<String, Stamp> none = HashTreePMap.empty();
        return new Image(
                id,
                0,
                NO_HASH,
                Instant.MIN,
                JsonObject.EMPTY,
                0,
                none,
                JsonObject.EMPTY,
                Settings.NONE,
                SystemFacts.NONE,
                UndoLine.EMPTY,
                Remembered.NOTHING,
                Instant.MIN,
                Instant.MIN,
                null,
                Instant.MIN);
    }

    public boolean exists() {
        return revision > 0;
    }

    /** Folds the next event in. */
    public Image apply(Event event) {
        return apply(event, event.changesDocument() ? (JsonObject) event.patch().applyTo(document) : document);
    }

    /** Folds the next event in, given the document that its patch leads to, which whoever decided it has at hand. */
    public Image apply(Event event, JsonObject after) {
        if (event.revision() != revision + 1) {
            throw new IllegalArgumentException(
                    "event " + event.revision() + " of " + id + " does not follow revision " + revision);
        }
        SortedSet<String> keys = event.keys();
        JsonObject changedSystem =
                event.system() == null ? system : (JsonObject) JsonMergePatch.apply(system, event.system());
        boolean begins = event.type() == EventType.CREATED || event.type() == EventType.REOPENED;
        return new Image(
                id,
                event.revision(),
                event.hash(),
                event.at(),
                after,
                keys.isEmpty() ? documentRevision : event.revision(),
                stamped(keys, after, new Stamp(event.revision(), event.actor(), event.at())),
                changedSystem,
                event.system() == null ? settings : Settings.parse(changedSystem),
                event.system() == null ? facts : SystemFacts.parse(changedSystem),
                line(event, !keys.isEmpty()),
                remembered(event, keys),
                exists() ? createdAt : event.at(),
                begins ? event.at() : openedAt,
                closed(event),
                event.isTimed() ? usedAt : event.at());
    }

    /** The same as it reads at a time: without what has ended, whether or not a timer has removed it. */
    public Image asOf(Instant now) {
        Instant end = facts.nextEnd();
        if (end == null || now.isBefore(end)) {
            return this;
        }
        JsonObject left = document;
        PMap<String, Stamp> leftStamps = stamps;
        for (String key : TimedKeys.endedBy(this, now)) {
            left = left.without(key);
            leftStamps = leftStamps.minus(key);
        }
        return new Image(
                id,
                revision,
                hash,
                at,
                left,
                documentRevision,
                leftStamps,
                system,
                settings,
                facts.liveAt(now),
                undoLine,
                remembered,
                createdAt,
                openedAt,
                closedAt,
                usedAt);
    }

    /** The header a store keeps beside the log. */
    public StateHeader header() {
        return new StateHeader(
                settings.owner(),
                settings.name(),
                settings.labels(),
                facts.grants().keySet(),
                settings.lifetime(),
                Lifecycle.expiresAt(this),
                Due.next(this),
                Lifecycle.recorded(this) == null ? Phase.OPEN : Phase.CLOSED,
                document.canonicalSize(),
                at);
    }

    private PMap<String, Stamp> stamped(SortedSet<String> keys, JsonObject after, Stamp stamp) {
        PMap<String, Stamp> next = stamps;
        for (String key : keys) {
            next = after.has(key) ? next.plus(key, stamp) : next.minus(key);
        }
        return next;
    }

    private UndoLine line(Event event, boolean changesDocument) {
        return switch (event.cause()) {
            case Cause.Undoes(var revisions) -> {
                UndoLine line = undoLine;
                for (long undone : revisions) {
                    line = line.undo(undone);
                }
                yield line;
            }
            case Cause.Redoes(var revisions) -> {
                UndoLine line = undoLine;
                for (long redone : revisions) {
                    line = line.redo(redone);
                }
                yield line;
            }
            case Cause.Restores restores -> undoLine.written(event.revision());
            case Cause.Merged merged -> changesDocument ? undoLine.written(event.revision()) : undoLine;
            case Cause.Scheduled scheduled -> changesDocument ? undoLine.written(event.revision()) : undoLine;
            case Cause.Forked forked -> undoLine;
            case null -> changesDocument && isUndoable(event) ? undoLine.written(event.revision()) : undoLine;
        };
    }

    /**
     * The first document came with the state, and what has lapsed is gone; neither is anybody's change to take back.
     */
    private static boolean isUndoable(Event event) {
        return event.type() != EventType.CREATED && event.type() != EventType.LAPSED;
    }

    private Remembered remembered(Event event, SortedSet<String> keys) {
        String commandId = event.commandId();
        Bytes arguments = event.arguments();
        return commandId == null || arguments == null
                ? remembered
                : remembered.plus(
                        new CommandKey(event.actor(), commandId),
                        new Remembered.Outcome(arguments, event.revision(), keys));
    }

    private @Nullable Instant closed(Event event) {
        return switch (event.type()) {
            case CLOSED -> event.at();
            case REOPENED -> null;
            default -> closedAt;
        };
    }
}
