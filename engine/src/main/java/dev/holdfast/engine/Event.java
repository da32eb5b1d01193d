package dev.holdfast.engine;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable fact: what one command changed, and why. Events hold results, not intentions, so reading a log never
 * runs a decision again.
 *
 * @param state the state it belongs to
 * @param revision its place in that state's log, from 1
 * @param at when it was decided, to the millisecond; never goes back within a state
 * @param actor the principal who acted
 * @param type what kind of change
 * @param commandId the id its caller gave, if any
 * @param arguments SHA-256 of the command's arguments, to tell a retry from a misuse; there if {@code commandId} is
 * @param patch what it changed in the document; empty if nothing
 * @param system what it changed beside the document, as an RFC 7396 merge patch of the system facts
 * @param note the caller's remark
 * @param cause what it takes back, restores or copies, or the scheduled write it carries out
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

    /** How exactly events keep time. */
    public static final ChronoUnit PRECISION = ChronoUnit.MILLIS;

    /** Whether the document changed. Only such events move a precondition, wake a wait or can be undone. */
    public boolean changesDocument() {
        return !patch.isEmpty();
    }

    /** Whether time made it and not a caller, so that it does not count as use of the state. */
    public boolean isTimed() {
        return actor.equals(StateHeader.INTERNAL) || (type == EventType.WRITTEN && cause instanceof Cause.Scheduled);
    }

    /** The keys it changed. */
    public SortedSet<String> keys() {
        return keysOf(patch);
    }

    /** The keys that a patch of a document changes; its operations have paths below the root. */
    public static SortedSet<String> keysOf(JsonPatch patch) {
        SortedSet<String> keys = new TreeSet<>();
        for (JsonPatch.Operation operation : patch.operations()) {
            keys.add(operation.path().first());
        }
        return Collections.unmodifiableSortedSet(keys);
    }
}
