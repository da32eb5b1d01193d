package dev.holdfast.engine;

import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.internal.trail.AuditFollowing;
import java.util.function.Consumer;

/**
 * What all processes store in an audit log from a place on, each entry once. Not safe for use by several threads at a
 * time.
 */
public final class AuditTail {
    private final AuditFollowing following;

    AuditTail(AuditFollowing following) {
        this.following = following;
    }

    /**
     * Tells what was stored since the last time. Those of one process come in the order in which they were stored.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the log cannot be read; what was not told by then is
     *     told the next time
     */
    public void poll(Consumer<AuditEntry> take) {
        following.poll(take);
    }

    /** Where a later one goes on: behind what was told by the last call that did not fail. */
    public String cursor() {
        return following.cursor();
    }

    @Override
    public String toString() {
        return "AuditTail";
    }
}
