package dev.holdfast.bench.scale;

import java.util.List;

/**
 * The deployments of the tables. What a command costs was measured by {@code bench/run} and {@code bench/stores}; disks
 * and networks are those of a usual data centre: 0.5 ms for a sync, 0.3 ms for a round trip.
 */
final class Deployments {
    /** Processor time of a `state_write` over HTTP in its instance, in microseconds. */
    static final double CALL = 130;

    private static final double SYNC = 500;
    private static final double ROUND_TRIP = 300;

    static final Deployment SQLITE = new Deployment("SQLite, one machine", 1, 2, CALL, 1, true, 1, 1, 35, 1, SYNC, 0);

    static final Deployment POSTGRES =
            new Deployment("PostgreSQL, 3 instances", 3, 4, CALL, 8, true, 1, 8, 60, 1, SYNC, ROUND_TRIP);

    static final Deployment NATS =
            new Deployment("NATS, 3 nodes, 3 instances", 3, 4, CALL, 64, false, 3, 8, 75, 3, SYNC, ROUND_TRIP);

    static final Deployment LARGE = NATS.named("NATS, 30 nodes, 24 instances").with(24, 30);

    static final List<Deployment> ALL = List.of(SQLITE, POSTGRES, NATS, LARGE);

    private Deployments() {}
}
