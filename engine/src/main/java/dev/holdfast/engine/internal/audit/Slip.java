package dev.holdfast.engine.internal.audit;

import dev.holdfast.engine.audit.AuditEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one call has to write down.
 *
 * @param stored completed with whether it is durable; null if nothing waits for that
 */
record Slip(List<AuditEntry> entries, @Nullable CompletableFuture<Boolean> stored) {
    static Slip unawaited(List<AuditEntry> entries) {
        return new Slip(entries, null);
    }

    void complete(boolean durable) {
        if (stored != null) {
            stored.complete(durable);
        }
    }
}
