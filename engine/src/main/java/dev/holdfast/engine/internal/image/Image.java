package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * What a state's log up to a revision adds up to. Immutable and persistent: the next image shares all that did not
 * change, so a change costs its own size however large the document is.
 *
 * @param id the state
 * @param tip where the log ends
 * @param content the document
 * @param beside what the state has beside its document
 * @param undoLine what can be undone and redone
 * @param remembered commands that can be answered again
 * @param lifespan when it began, was used, and was closed
 */
public record Image(
        StateId id,
        Tip tip,
        StampedDocument content,
        Beside beside,
        UndoLine undoLine,
        Remembered remembered,
        Lifespan lifespan) {

    /** The hash before the first event. */
    public static final Bytes NO_HASH = Bytes.wrap(new byte[32]);

    /** The image of a state that does not exist. */
    public static Image absent(StateId id) {
        return new Image(
                id, Tip.NONE, StampedDocument.NONE, Beside.NONE, UndoLine.EMPTY, Remembered.NOTHING, Lifespan.NONE);
    }

    public boolean exists() {
        return revision() > 0;
    }

    /** The last event folded in; 0 if the state does not exist. */
    public long revision() {
        return tip.revision();
    }

    /** The hash of the last event; {@link #NO_HASH} at revision 0. */
    public Bytes hash() {
        return tip.hash();
    }

    /** The time of the last event. */
    public Instant at() {
        return tip.at();
    }

    public JsonObject document() {
        return content.document();
    }

    /** The run that the document is; null if the state is no run of a workflow. */
    public @Nullable Run run() {
        return settings().workflow() == null ? null : new Run(document());
    }

    /** The last event that changed the document. */
    public long documentRevision() {
        return content.revision();
    }

    /** Who changed each present key last. */
    public PMap<String, Stamp> stamps() {
        return content.stamps();
    }

    /** What the state has beside its document, as JSON. */
    public JsonObject system() {
        return beside.json();
    }

    /** What callers set. */
    public Settings settings() {
        return beside.settings();
    }

    /** What calls and time bring about. */
    public SystemFacts facts() {
        return beside.facts();
    }

    /** The time of the first event. */
    public Instant createdAt() {
        return lifespan.createdAt();
    }

    /** When the state was created, or last brought back. */
    Instant openedAt() {
        return lifespan.openedAt();
    }

    /** When the state was closed; null while it is open. */
    public @Nullable Instant closedAt() {
        return lifespan.closedAt();
    }

    /** The time of the last event that was not made by time. */
    Instant usedAt() {
        return lifespan.usedAt();
    }

    /** The same with no word of who changed it and by which commands, for internal states. */
    public Image nameless() {
        StampedDocument unsigned = content.by(Actors.ENGINE.id());
        return new Image(id, tip, unsigned, beside, undoLine, Remembered.NOTHING, lifespan);
    }

    /** Folds the next event in. */
    public Image apply(Event event) {
        JsonObject before = document();
        return apply(event, event.changesDocument() ? (JsonObject) event.patch().applyTo(before) : before);
    }

    /** Folds the next event in, given the document that its patch leads to, which its decision has already made. */
    public Image apply(Event event, JsonObject after) {
        if (event.revision() != revision() + 1) {
            throw new IllegalArgumentException(
                    "event " + event.revision() + " of " + id + " does not follow revision " + revision());
        }
        SortedSet<String> keys = event.keys();
        boolean changes = !keys.isEmpty() || event.movesMachine();
        return new Image(
                id,
                Tip.of(event),
                changes ? content.after(event, keys, after) : content,
                beside.after(event.system()),
                undoLine.after(event, changes),
                remembered.after(event, keys),
                lifespan.after(event));
    }

    /** The same as it reads at a time: without what has ended, whether or not a timer has removed it. */
    public Image asOf(Instant now) {
        return hasEnded(now)
                ? new Image(
                        id,
                        tip,
                        content.without(TimedKeys.ended(this, now)),
                        beside.liveAt(now),
                        undoLine,
                        remembered,
                        lifespan)
                : this;
    }

    /** Whether anything of it has ended by now that an event does not say yet. */
    public boolean hasEnded(Instant now) {
        return facts().hasEnded(now);
    }

    /** The header a store keeps beside the log. */
    public StateHeader header() {
        Settings settings = settings();
        return new StateHeader(
                Offers.counted(this),
                settings.name(),
                settings.labels(),
                Offers.readers(this),
                settings.lifetime(),
                Lifecycle.expiresAt(this),
                Due.next(this),
                Lifecycle.recorded(this) == null ? Phase.OPEN : Phase.CLOSED,
                document().canonicalSize(),
                at(),
                settings.keep().age(),
                Waits.of(this));
    }
}
