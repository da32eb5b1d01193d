package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A merge: the changes that another state has made since the newest common version are brought into a state, key by
 * key, all or nothing. The common version is where one was forked from the other, or both from a third, or the version
 * of one that was last merged into the other, directly or by way of other states. Immutable.
 *
 * @param from the other state
 * @param prefer whose value wins if both have changed a key differently; null to throw {@code conflict} and change
 *     nothing
 * @param ifRevision only if no event after this revision changed the document
 * @param commandId the caller's id, for retries
 */
public record Merge(
        StateId from,
        @Nullable Prefer prefer,
        @Nullable Long ifRevision,
        @Nullable String commandId) {

    /** @throws HoldfastException {@code invalid} if the id is malformed */
    public Merge {
        CommandIds.checked(commandId);
    }

    /** Whose value wins. */
    public enum Prefer {
        /** The value of the state that is merged into. */
        OURS,
        /** The value of the state that is merged. */
        THEIRS;

        /** The name as given and shown. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Merges the changes of the state with this handle. */
    public static Merge from(StateId handle) {
        return new Merge(handle, null, null, null);
    }

    /** The same merge with a preference for conflicts. */
    public Merge prefer(Prefer value) {
        return new Merge(from, value, ifRevision, commandId);
    }

    /** The same merge, refused with {@code conflict} if an event after this revision changed the document. */
    public Merge ifRevision(long revision) {
        return new Merge(from, prefer, revision, commandId);
    }

    /**
     * The same merge with an id for retries.
     *
     * @throws HoldfastException {@code invalid} if the id is malformed
     */
    public Merge commandId(@Nullable String id) {
        return new Merge(from, prefer, ifRevision, id);
    }
}
