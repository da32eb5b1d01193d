package dev.holdfast.engine.internal.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where commands wait for the committer. They are taken in {@linkplain dev.holdfast.engine.Turns turns}, so that one
 * who sends many does not stand before one who sends few; those under one name keep their order. Safe for use by many
 * threads.
 */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<String, Deque<Pending>> waiting = new HashMap<>();

    /** The names under which commands wait, in the order of their turns. */
    private final Deque<String> turns = new ArrayDeque<>();

    private int size;
    private boolean wokenUp;

    void add(Pending pending) {
        lock.lock();
        try {
            queue(pending).addLast(pending);
            size++;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Puts commands back before the others under their names; the turns stay as they are. */
    void putBack(List<Pending> commands) {
        lock.lock();
        try {
            for (Pending pending : commands.reversed()) {
                queue(pending).addFirst(pending);
                size++;
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the present or next wait for a command. */
    void wakeUp() {
        lock.lock();
        try {
            wokenUp = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a command; null if it was woken up instead. */
    @Nullable Pending take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size == 0 && !wokenUp) {
                filled.await();
            }
            wokenUp = false;
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a command, for some time; null if none came. */
    @Nullable Pending poll(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (size == 0 && !wokenUp && left > 0) {
                left = filled.awaitNanos(left);
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the commands that wait now, up to a number of them. */
    List<Pending> drain(int most) {
        lock.lock();
        try {
            List<Pending> commands = new ArrayList<>(Math.min(most, size));
            while (size > 0 && commands.size() < most) {
                commands.add(turn());
            }
            return commands;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private Deque<Pending> queue(Pending pending) {
        return waiting.computeIfAbsent(pending.turns(), name -> {
            turns.addLast(name);
            return new ArrayDeque<>();
        });
    }

    private @Nullable Pending next() {
        return size == 0 ? null : turn();
    }

    /** The next command of the name whose turn it is. */
    private Pending turn() {
        String name = turns.removeFirst();
        Deque<Pending> queue = waiting.get(name);
        if (queue == null) {
            throw new IllegalStateException("a turn without commands");
        }
        Pending pending = queue.removeFirst();
        if (queue.isEmpty()) {
            waiting.remove(name);
        } else {
            turns.addLast(name);
        }
        size--;
        return pending;
    }
}
