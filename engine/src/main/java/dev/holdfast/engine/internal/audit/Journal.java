package dev.holdfast.engine.internal.audit;

import dev.holdfast.engine.audit.AuditEntry;
import java.util.List;

/** Where audit entries are stored. Used by one thread. */
@FunctionalInterface
public interface Journal {
    /**
     * Stores entries, all of them, durably.
     *
     * @throws RuntimeException if it is not certain that they are stored
     */
    void append(List<AuditEntry> entries);
}
