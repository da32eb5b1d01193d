package dev.holdfast.engine.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit log, in the order in which the entries were stored.
 *
 * @param entries may be few or none although more follow: a page looks at a bounded part of the log
 * @param next the cursor of the page that follows; null if there is none
 */
public record AuditPage(List<AuditEntry> entries, @Nullable String next) {
    public AuditPage {
        entries = List.copyOf(entries);
    }
}
