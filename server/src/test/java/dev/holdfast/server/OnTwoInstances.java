package dev.holdfast.server;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of stores kept in Holdfast need of two engines on one store, and the end of both. */
abstract class OnTwoInstances {
    private final TwoInstances instances;

    OnTwoInstances(TwoInstances instances) {
        this.instances = instances;
    }

    final TwoInstances instances() {
        return instances;
    }

    @AfterEach
    final void close() {
        instances.close();
    }

    public final Instant now() {
        return instances.time().instant();
    }

    public final void pass(Duration time) {
        instances.pass(time);
    }
}
