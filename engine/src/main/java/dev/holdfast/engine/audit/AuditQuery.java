package dev.holdfast.engine.audit;

import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log are wanted. What is null or empty leaves nothing out.
 *
 * @param principal of this principal
 * @param state about this state
 * @param kinds of these kinds
 * @param outcomes with these outcomes, such as {@code not_found}
 * @param from not older than this
 * @param to older than this
 * @param cursor {@link AuditPage#next()} of the page before; null for the first page
 * @param max how many entries a page has at most, 1 to {@link #MOST}
 */
public record AuditQuery(
        @Nullable String principal,
        @Nullable StateId state,
        Set<AuditKind> kinds,
        Set<String> outcomes,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String cursor,
        int max) {
    /** The most entries of a page. */
    public static final int MOST = 1_000;

    /** Everything, from the beginning on. */
    public static final AuditQuery ALL = new AuditQuery(null, null, Set.of(), Set.of(), null, null, null, MOST);

    public AuditQuery {
        kinds = Set.copyOf(kinds);
        outcomes = Set.copyOf(outcomes);
        if (max < 1 || max > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " entries");
        }
    }

    /** The same for one principal. */
    public AuditQuery of(String who) {
        return new AuditQuery(who, state, kinds, outcomes, from, to, cursor, max);
    }

    /** The same for one state. */
    public AuditQuery about(StateId what) {
        return new AuditQuery(principal, what, kinds, outcomes, from, to, cursor, max);
    }

    /** The same for entries of these kinds. */
    public AuditQuery kinds(AuditKind... wanted) {
        return new AuditQuery(principal, state, Set.of(wanted), outcomes, from, to, cursor, max);
    }

    /** The same for entries with these outcomes. */
    public AuditQuery outcomes(String... wanted) {
        return new AuditQuery(principal, state, kinds, Set.of(wanted), from, to, cursor, max);
    }

    /** The same for a time, whose end is not part of it; null for no bound. */
    public AuditQuery between(@Nullable Instant begin, @Nullable Instant end) {
        return new AuditQuery(principal, state, kinds, outcomes, begin, end, cursor, max);
    }

    /** The page that begins at a cursor. */
    public AuditQuery page(@Nullable String at, int most) {
        return new AuditQuery(principal, state, kinds, outcomes, from, to, at, most);
    }

    /** Whether an entry is wanted. */
    public boolean wants(AuditEntry entry) {
        return (principal == null || principal.equals(entry.principal()))
                && (state == null || state.equals(entry.state()))
                && (kinds.isEmpty() || kinds.contains(entry.did()))
                && (outcomes.isEmpty() || outcomes.contains(entry.outcome()))
                && (from == null || !entry.at().isBefore(from))
                && (to == null || entry.at().isBefore(to));
    }
}
