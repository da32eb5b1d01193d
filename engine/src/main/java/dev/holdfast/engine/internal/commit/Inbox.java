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
 * Where commands wait to be committed, and the lead: the right of one thread at a time to commit. Commands are taken in
 * {@linkplain dev.holdfast.engine.Turns turns}, so that one who sends many does not stand before one who sends few;
 * those under one name keep their order. Safe for use by many threads.
 */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();

    /** Commands wait, and the lead is free. */
    private final Condition takeable = lock.newCondition();

    /** Commands wait. */
    private final Condition filled = lock.newCondition();

    private final Map<String, Deque<Pending>> waiting = new HashMap<>();

    /** The names under which commands wait, in the order of their turns. */
    private final Deque<String> turns = new ArrayDeque<>();

    private int size;
    private boolean led;
    private boolean closed;

    /** Takes the lead if it is free and no command waits, so that the caller may commit its own. */
    boolean leadIfIdle() {
        lock.lock();
        try {
            boolean idle = size == 0 && !led && !closed;
            led |= idle;
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a thread has the lead. */
    boolean isLed() {
        lock.lock();
        try {
            return led;
        } finally {
            lock.unlock();
        }
    }

    /** Frees the lead, for the thread that takes the commands that wait. */
    void giveUpLead() {
        lock.lock();
        try {
            led = false;
            signal();
        } finally {
            lock.unlock();
        }
    }

    void add(Pending pending) {
        lock.lock();
        try {
            queue(pending).addLast(pending);
            size++;
            signal();
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
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** From now on {@link #take} takes nothing, and the lead is not taken any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            takeable.signalAll();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a command and takes it and the lead; null once this is closed and no thread has the lead. */
    @Nullable Pending take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (led || (size == 0 && !closed)) {
                takeable.await();
            }
            led = !closed;
            return closed ? null : next();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a command, for some time; null if none came. */
    @Nullable Pending poll(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (size == 0 && !closed && left > 0) {
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

    /** One who has the lead looks for more in {@link #poll}, if at all; no other thread can take what came. */
    private void signal() {
        if (led) {
            filled.signal();
        } else if (size > 0 || closed) {
            takeable.signal();
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
