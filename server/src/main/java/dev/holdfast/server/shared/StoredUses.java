package dev.holdfast.server.shared;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.UsedStates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * Records which request states were used, each as an internal state that can be created only once: so one use wins
 * across all instances and restarts.
 */
public final class StoredUses implements UsedStates {
    /** Allows for differences between the clocks of instances. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** Uses remembered for one principal at the same time. */
    private static final int SHARE = 10_000;

    private final InternalStates uses;
    private final InstantSource clock;

    public StoredUses(Holdfast holdfast, InstantSource clock) {
        this.uses = holdfast.internal("used");
        this.clock = clock;
    }

    @Override
    public boolean use(String id, Instant expiry) {
        return use(id, expiry, uses);
    }

    @Override
    public boolean use(String id, Instant expiry, Caller caller) {
        return use(id, expiry, uses.onBehalfOf(Callers.principal(caller), SHARE));
    }

    private boolean use(String id, Instant expiry, InternalStates kept) {
        Duration life = Duration.between(clock.instant(), expiry).plus(MARGIN);
        return Anticipated.orElse(
                false, Set.of(Failure.Code.LIMIT), () -> kept.create(id, JsonObject.EMPTY, Terms.lasting(life)));
    }
}
