package dev.holdfast.engine.internal.commit;

/** How much a state's log has grown since it was last processed. Safe for use by many threads. */
final class Tally {
    private long events;
    private long bytes;

    synchronized void add(long moreEvents, long moreBytes) {
        events += moreEvents;
        bytes += moreBytes;
    }

    /** Whether both have reached the given amounts; if so, counting starts again at 0. */
    synchronized boolean takeIf(long enoughEvents, long enoughBytes) {
        if (events < enoughEvents || bytes < enoughBytes) {
            return false;
        }
        events = 0;
        bytes = 0;
        return true;
    }
}
