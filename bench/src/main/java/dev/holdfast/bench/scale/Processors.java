package dev.holdfast.bench.scale;

import java.util.ArrayDeque;
import java.util.Queue;

/** The processors of one machine: each works on one thing at a time, the rest waits in the order of arrival. */
final class Processors {
    private final Events events;
    private final Queue<Work> waiting = new ArrayDeque<>();
    private int idle;
    private double used;

    private record Work(double cost, Runnable done) {}

    Processors(Events events, int count) {
        this.events = events;
        this.idle = count;
    }

    /** Works for some microseconds, once a processor is free. */
    void work(double cost, Runnable done) {
        waiting.add(new Work(cost, done));
        next();
    }

    /** Processor time spent, in microseconds. */
    double used() {
        return used;
    }

    private void next() {
        while (idle > 0 && !waiting.isEmpty()) {
            Work work = waiting.remove();
            idle--;
            used += work.cost;
            events.after(work.cost, () -> {
                idle++;
                work.done.run();
                next();
            });
        }
    }
}
