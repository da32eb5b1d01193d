package dev.holdfast.bench.scale;

import java.util.ArrayList;
import java.util.List;

/** A disk that syncs one group at a time. What comes meanwhile shares the next sync. */
final class SyncedDisk {
    private final Events events;
    private final double syncTime;
    private List<Runnable> waiting = new ArrayList<>();
    private boolean busy;
    private double used;

    SyncedDisk(Events events, double syncTime) {
        this.events = events;
        this.syncTime = syncTime;
    }

    /** Calls back once everything written before is durable. */
    void sync(Runnable done) {
        waiting.add(done);
        next();
    }

    /** Time spent syncing, in microseconds. */
    double used() {
        return used;
    }

    private void next() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        used += syncTime;
        List<Runnable> group = waiting;
        waiting = new ArrayList<>();
        events.after(syncTime, () -> {
            busy = false;
            group.forEach(Runnable::run);
            next();
        });
    }
}
