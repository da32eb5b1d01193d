package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to bring into a state: what another has changed since the version that both have come from last. That is where
 * one was forked from the other, or both from a third, or what one of them took in last of the other, also by way of
 * others. Key by key, all or nothing.
 *
 * @param from the other state
 * @param prefer whose value stands where both have changed a key differently; null to change nothing then, and be told
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

    /** Whose value stands. */
    public enum Prefer {
        /** That of the state that is merged into. */
        OURS,
        /** That of the state that is merged. */
        THEIRS;

        /** The name as given and shown. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the state with this handle has changed. */
    public static Merge from(StateId handle) {
        return new Merge(handle, null, null, null);
    }

    public Merge prefer(Prefer value) {
        return new Merge(from, value, ifRevision, commandId);
    }

    public Merge ifRevision(long revision) {
        return new Merge(from, prefer, revision, commandId);
    }

    public Merge commandId(@Nullable String id) {
        return new Merge(from, prefer, ifRevision, id);
    }
}
