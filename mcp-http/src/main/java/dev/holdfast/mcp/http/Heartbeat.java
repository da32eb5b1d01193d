package dev.holdfast.mcp.http;

import dev.holdfast.mcp.internal.flight.Flight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends signs of life on exchanges that take long. One thread looks at all of them once a period; a beat is written by
 * a thread of its own, so that a client that does not read holds up no other, and never two at once on one exchange.
 * What lasts is asked to end when the credential of its caller has expired.
 */
final class Heartbeat implements AutoCloseable {
    /** Every so many beats it is looked after what is done in the name of an exchange. */
    private static final int BEATS_PER_CHECKUP = 12;

    private static final class Patient {
        private final HttpExchange exchange;
        private final Flight flight;
        private final Runnable checkup;
        private final AtomicBoolean beating = new AtomicBoolean();
        private int looks;

        private Patient(HttpExchange exchange, Flight flight, Runnable checkup) {
            this.exchange = exchange;
            this.flight = flight;
            this.checkup = checkup;
        }

        /** Nothing is sent in the period in which the exchange began. */
        private void look(Instant now) {
            if (flight.caller().isExpired(now)) {
                flight.end();
            }
            boolean due = looks % BEATS_PER_CHECKUP == BEATS_PER_CHECKUP - 1;
            if (looks > 0 && beating.compareAndSet(false, true)) {
                Thread.ofVirtual().name("mcp-heartbeat").start(() -> beat(due));
            }
            looks++;
        }

        private void beat(boolean due) {
            try {
                exchange.beat();
                if (due) {
                    checkup.run();
                }
            } finally {
                beating.set(false);
            }
        }
    }

    private final ConcurrentMap<HttpExchange, Patient> patients = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration period;
    private final InstantSource clock;

    Heartbeat(Duration period, InstantSource clock) {
        this.period = period;
        this.clock = clock;
        Thread.ofVirtual().name("mcp-heartbeats").start(this::run);
    }

    /** Begins to watch over an exchange, which answers that flight. */
    void watch(HttpExchange exchange, Flight flight) {
        watch(exchange, flight, () -> {});
    }

    /**
     * Begins to watch over an exchange that lasts, with something to be done now and then as long as the client reads.
     */
    void watch(HttpExchange exchange, Flight flight, Runnable checkup) {
        patients.put(exchange, new Patient(exchange, flight, checkup));
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
                Instant now = clock.instant();
                patients.values().forEach(patient -> patient.look(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
