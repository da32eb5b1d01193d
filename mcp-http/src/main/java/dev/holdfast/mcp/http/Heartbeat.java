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
import java.util.function.BooleanSupplier;

/**
 * Sends keep-alives on long exchanges. One thread checks all of them once per period; each keep-alive is written by its
 * own virtual thread, so that a client that does not read delays no other, and never two at once on one exchange. An
 * exchange whose credential has expired or was withdrawn ends.
 */
final class Heartbeat implements AutoCloseable {
    /** The checkup of an exchange runs once in this many beats. */
    private static final int BEATS_PER_CHECKUP = 12;

    private static final class Patient {
        private final HttpExchange exchange;
        private final Flight flight;
        private final BooleanSupplier isAdmitted;
        private final Runnable checkup;
        private final AtomicBoolean beating = new AtomicBoolean();
        private int looks;

        private Patient(HttpExchange exchange, Flight flight, BooleanSupplier isAdmitted, Runnable checkup) {
            this.exchange = exchange;
            this.flight = flight;
            this.isAdmitted = isAdmitted;
            this.checkup = checkup;
        }

        /** Sends nothing in the period in which the exchange began. */
        private void look(Instant now) {
            if (flight.caller().isExpired(now)) {
                withdraw();
            }
            boolean due = looks % BEATS_PER_CHECKUP == BEATS_PER_CHECKUP - 1;
            if (looks > 0 && beating.compareAndSet(false, true)) {
                Thread.ofVirtual().name("mcp-heartbeat").start(() -> beat(due));
            }
            looks++;
        }

        private void withdraw() {
            exchange.withdraw();
            flight.withdraw();
        }

        private void beat(boolean due) {
            try {
                if (!isAdmitted.getAsBoolean()) {
                    withdraw();
                    return;
                }
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

    /**
     * Starts to watch the exchange that answers {@code flight}.
     *
     * @param isAdmitted whether its credential still holds; asked in every period
     */
    void watch(HttpExchange exchange, Flight flight, BooleanSupplier isAdmitted) {
        watch(exchange, flight, isAdmitted, () -> {});
    }

    /**
     * Starts to watch a long-lived exchange; {@code checkup} runs from time to time for as long as the client reads.
     */
    void watch(HttpExchange exchange, Flight flight, BooleanSupplier isAdmitted, Runnable checkup) {
        patients.put(exchange, new Patient(exchange, flight, isAdmitted, checkup));
    }

    /** Stops watching an exchange. */
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
