package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.decision.Timers;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.rules.Steps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision needs that is not the state: the rules, the time, and where fresh command ids come from.
 *
 * @param decider decides
 * @param clock tells the time
 * @param freshId mints command ids
 */
public record Deciding(Decider decider, InstantSource clock, Supplier<String> freshId) {
    public Decision decide(Image image, Command command, Instant now, Steps steps) {
        return decider.decide(image, command, now, freshId, steps);
    }

    /** The first event of an image that time asks for; null if none is due. */
    Timers.@Nullable Firing due(Image image, Instant now, Steps steps) {
        return Timers.due(decider, image, now, steps);
    }

    /** The time of the next event of an image: now, but never before the event ahead of it. */
    public Instant now(Image image) {
        Instant now = clock.instant().truncatedTo(Event.PRECISION);
        return now.isBefore(image.at()) ? image.at() : now;
    }
}
