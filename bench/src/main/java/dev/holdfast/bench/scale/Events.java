package dev.holdfast.bench.scale;

import java.util.PriorityQueue;

/** The clock of a simulation: what happens when, in the order of time, and of arrival at equal times. */
final class Events {
    private final PriorityQueue<Happening> queue = new PriorityQueue<>();
    private double now;
    private long count;

    private record Happening(double time, long number, Runnable action) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = Double.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Microseconds since the beginning. */
    double now() {
        return now;
    }

    /** Has something happen after some microseconds. */
    void after(double delay, Runnable action) {
        queue.add(new Happening(now + delay, count++, action));
    }

    /** Lets everything happen that comes before a time. */
    void runUntil(double end) {
        for (Happening next = queue.peek(); next != null && next.time < end; next = queue.peek()) {
            queue.remove();
            now = next.time;
            next.action.run();
        }
        now = end;
    }
}
