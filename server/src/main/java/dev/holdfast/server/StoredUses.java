package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.UsedStates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * Which request states were used, each an internal state that only one can create: so one use wins, whichever instances are
 * asked, and a restart does not make a second.
 */
final class StoredUses implements UsedStates {
    /** For clocks of instances that do not quite agree. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final InternalStates uses;
    private final InstantSource clock;

    StoredUses(Holdfast holdfast, InstantSource clock) {
        this.uses = holdfast.internal("used");
        this.clock = clock;
    }

    @Override
    public boolean use(String id, Instant expiry) {
        Duration life = Duration.between(clock.instant(), expiry).plus(MARGIN);
        return Anticipated.orElse(
                false, Set.of(Failure.Code.LIMIT), () -> uses.create(id, JsonObject.EMPTY, Terms.lasting(life)));
    }
}
