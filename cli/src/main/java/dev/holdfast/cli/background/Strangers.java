package dev.holdfast.cli.background;

import java.net.Socket;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Connections whose callers have not shown yet who they are: few, and for a short time. Thread-safe. */
final class Strangers implements AutoCloseable {
    static final int MOST = 64;

    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();

    /** In the order in which they came, each with what closes it in the end. */
    private final Map<Socket, Future<?>> waiting = new LinkedHashMap<>();

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("holdfast-strangers").factory());

    Strangers(Duration patience) {
        this.patience = patience;
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Closes the eldest if there are too many, and this one after a while. */
    void admit(Socket socket) {
        lock.lock();
        try {
            if (waiting.size() >= MOST) {
                Iterator<Map.Entry<Socket, Future<?>>> eldest =
                        waiting.entrySet().iterator();
                Map.Entry<Socket, Future<?>> first = eldest.next();
                eldest.remove();
                first.getValue().cancel(false);
                Door.close(first.getKey());
            }
            waiting.put(socket, clock.schedule(() -> Door.close(socket), patience.toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            lock.unlock();
        }
    }

    /** Leaves that one open from now on. */
    void forget(Socket socket) {
        lock.lock();
        try {
            Future<?> closing = waiting.remove(socket);
            if (closing != null) {
                closing.cancel(false);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
