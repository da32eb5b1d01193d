package dev.holdfast.engine.internal.commit;

/** How much a state's log has grown since something was last done about it. Safe for use by many threads. */
final class Tally {
    private long events;
    private long bytes;

    synchronized void add(long moreEvents, long moreBytes) {
        events += moreEvents;
        bytes += moreBytes;
    }

    /** Whether both have come to this much; if so, counting begins anew. */
    synchronized boolean takeIf(long enoughEvents, long enoughBytes) {
        if (events < enoughEvents || bytes < enoughBytes) {
            return false;
        }
        events = 0;
        bytes = 0;
        return true;
    }
}
