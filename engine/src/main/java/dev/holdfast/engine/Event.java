package dev.holdfast.engine;

import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable fact: what one command changed, and why. Events hold results, not intentions, so no decision is repeated
 * when a log is read.
 *
 * @param state the state it belongs to
 * @param revision its position in that state's log, from 1
 * @param at when it was decided, to the millisecond; never decreases within a state
 * @param actor the principal who acted
 * @param type the kind of change
 * @param commandId the id its caller gave, if any
 * @param arguments SHA-256 of the command's arguments, to distinguish a retry from another command with the same id;
 *     given if {@code commandId} is
 * @param patch the change of the document; empty if it did not change
 * @param system the change of settings and system facts, as an RFC 7396 merge patch
 * @param note the caller's remark
 * @param cause the event that it undoes, restores or copies, or the scheduled write that it carries out
 * @param previous hash of the event before it
 * @param hash its own hash
 */
public record Event(
        StateId state,
        long revision,
        Instant at,
        String actor,
        EventType type,
        @Nullable String commandId,
        @Nullable Bytes arguments,
        JsonPatch patch,
        @Nullable JsonObject system,
        @Nullable String note,
        @Nullable Cause cause,
        Bytes previous,
        Bytes hash) {

    /** The precision of event times. */
    public static final ChronoUnit PRECISION = ChronoUnit.MILLIS;

    /** Whether the document changed. Only such events, or those that move a machine, end a wait or can be undone. */
    public boolean changesDocument() {
        return !patch.isEmpty();
    }

    /** Whether it moved the state's machine: preconditions, waits and undo take that as a change of the document. */
    public boolean movesMachine() {
        return system != null && system.has(Configuration.FACT);
    }

    /** Whether a timer made it and not a caller, so that it does not count as use of the state. */
    public boolean isTimed() {
        return actor.equals(StateHeader.INTERNAL) || (type == EventType.WRITTEN && cause instanceof Cause.Scheduled);
    }

    /** The keys it changed. */
    public SortedSet<String> keys() {
        return keysOf(patch);
    }

    /** The keys that a patch of a document changes. The operations must have paths below the root. */
    public static SortedSet<String> keysOf(JsonPatch patch) {
        return patch.members();
    }
}
