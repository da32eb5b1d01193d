package dev.holdfast.engine;

import dev.holdfast.engine.audit.AuditPage;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.internal.trail.Trail;

/**
 * The audit log of a store: who read what, who was refused what, and who did what, of all principals and processes. It
 * holds no values, names of states or keys of documents. Safe for use by many threads.
 */
public final class Audit {
    private final Trail trail;

    Audit(Trail trail) {
        this.trail = trail;
    }

    /**
     * One page of the log, in the order in which entries were stored. That it is read is recorded before. Who may read
     * it is decided by the program that asks.
     *
     * @param reader who reads it
     * @throws HoldfastException {@code invalid} if the cursor is malformed, {@code unavailable} if that it is read
     *     cannot be recorded
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the log cannot be read
     */
    public AuditPage read(Principal reader, AuditQuery query) {
        return trail.read(reader, query);
    }

    /**
     * Follows the log. That it is read is recorded once, when it begins.
     *
     * @param reader who reads it
     * @param query what is wanted. It begins at its cursor, which is that of an earlier {@link AuditTail}, or else at
     *     its beginning, or else with what is stored from now on
     * @throws HoldfastException {@code invalid} if the cursor is malformed, {@code unavailable} if that it is read
     *     cannot be recorded
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the log cannot be read
     */
    public AuditTail follow(Principal reader, AuditQuery query) {
        return new AuditTail(trail.follow(reader, query));
    }

    /** Counts a call that the program refused before it reached the engine, such as for want of a scope. */
    public void refused(Principal principal, Failure.Code code) {
        trail.refused(principal, code);
    }

    @Override
    public String toString() {
        return "Audit";
    }
}
