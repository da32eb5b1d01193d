package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.spi.StateId;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in the audit log, between two entries.
 *
 * @param at the time of a commit
 * @param segment whose it is
 * @param revision its revision
 * @param index the first of its entries that stands after the place
 */
record AuditPlace(Instant at, StateId segment, long revision, int index) {
    /**
     * Reads a cursor.
     *
     * @throws HoldfastException {@code invalid} if it is none
     */
    static @Nullable AuditPlace parse(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String[] parts = cursor.split(":", 5);
        try {
            if (parts.length == 5) {
                Instant at = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                return new AuditPlace(at, new StateId(parts[2]), Long.parseLong(parts[3]), Integer.parseInt(parts[4]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw notACursor();
        }
        throw notACursor();
    }

    private static HoldfastException notACursor() {
        return Failure.invalid("cursor", "Take the cursor from the previous page, or leave it out for the first page.")
                .toException();
    }

    /** Whether a commit stands before the place as a whole. */
    boolean isPast(StateId of, Event event) {
        int byTime = event.at().compareTo(at);
        int bySegment = of.compareTo(segment);
        return byTime != 0 ? byTime < 0 : bySegment != 0 ? bySegment < 0 : event.revision() < revision;
    }

    /** How many entries of a commit stand before the place, of one that does not as a whole. */
    int passed(StateId of, Event event) {
        return of.equals(segment) && event.revision() == revision ? index : 0;
    }

    @Override
    public String toString() {
        return at.getEpochSecond() + ":" + at.getNano() + ":" + segment + ":" + revision + ":" + index;
    }
}
