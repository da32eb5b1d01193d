package dev.holdfast.engine.moving;

import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Locale;

/**
 * What became of the states of an import. Each is in one of the counts.
 *
 * @param created how many were not there before
 * @param continued how many were there at an earlier revision, and have all of it now
 * @param same how many were there already, at that revision or a later one, so that nothing was changed
 * @param left how many were left as they are, for a reason
 * @param reasons the reasons, of the first {@link #MOST_REASONS} that were left
 * @param events how many events were added
 * @param whole whether the file was; if not, it was cut short, and what follows its last whole state is missing
 */
public record Imported(
        long created, long continued, long same, long left, List<Left> reasons, long events, boolean whole) {
    /** So many states that were left are told with their reasons. */
    public static final int MOST_REASONS = 1_000;

    public Imported {
        reasons = List.copyOf(reasons);
    }

    /** A state that was left as it is, and why. */
    public record Left(StateId state, Reason reason) {}

    /** Why a state was left as it is. */
    public enum Reason {
        /** The store has another history of it, or the name stands for another state there. */
        OTHER_CHAIN,
        /** Events between those that the store has and those in the file are in neither. */
        GAP,
        /** It was erased in the store, and erased states do not come back. */
        ERASED,
        /** It was damaged in the store that the file is of, so the file does not have it. */
        DAMAGED,
        /** It cannot be decrypted: the vault does not have its key. */
        KEY_MISSING,
        /** Another program changed it meanwhile; import again. */
        CHANGED_MEANWHILE,
        /** There is a state of that name, or that state was brought by an earlier import of the same file. */
        NAME_TAKEN,
        /** An ordinary command that would create it is refused, such as by a limit. */
        REFUSED;

        /** The word that callers see. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
