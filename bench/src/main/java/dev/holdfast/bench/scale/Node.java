package dev.holdfast.bench.scale;

/** A machine of the store. */
record Node(Processors processors, SyncedDisk disk) {
    Node(Events events, Deployment deployment) {
        this(new Processors(events, deployment.nodeCores()), new SyncedDisk(events, deployment.syncTime()));
    }

    /** Stores a group: works on its commits, and syncs once for all. */
    void store(double cost, Runnable written, Runnable durable) {
        processors.work(cost, () -> {
            written.run();
            disk.sync(durable);
        });
    }
}
