package dev.holdfast.mcp;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends signs of life on exchanges that take long. One thread looks at all of them once a period; a beat is written by a thread
 * of its own, so that a client that does not read holds up no other, and never two at once on one exchange.
 */
final class Heartbeat implements AutoCloseable {
    private static final class Patient {
        private final HttpExchange exchange;
        private final AtomicBoolean beating = new AtomicBoolean();
        private boolean seen;

        private Patient(HttpExchange exchange) {
            this.exchange = exchange;
        }

        /** Nothing is sent in the period in which the exchange began. */
        private void look() {
            if (seen && beating.compareAndSet(false, true)) {
                Thread.ofVirtual().name("mcp-heartbeat").start(this::beat);
            }
            seen = true;
        }

        private void beat() {
            try {
                exchange.beat();
            } finally {
                beating.set(false);
            }
        }
    }

    private final ConcurrentMap<HttpExchange, Patient> patients = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration period;

    Heartbeat(Duration period) {
        this.period = period;
        Thread.ofVirtual().name("mcp-heartbeats").start(this::run);
    }

    /** Begins to watch over an exchange. */
    void watch(HttpExchange exchange) {
        patients.put(exchange, new Patient(exchange));
    }

    /** Leaves an exchange alone from now on. */
    void leave(HttpExchange exchange) {
        patients.remove(exchange);
    }

    boolean isIdle() {
        return patients.isEmpty();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                patients.values().forEach(Patient::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
