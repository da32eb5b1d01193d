package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.decision.Timers;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.rules.Steps;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision needs that is not the state: the rules, the time, and where fresh command ids come from.
 *
 * @param decider decides
 * @param clock tells the time
 * @param ids mints command ids
 * @param removals decides when an ended state may be removed
 * @param stored encodes what was decided, and has the keys that seal it
 */
public record Deciding(Decider decider, InstantSource clock, MintedIds ids, Removals removals, StoredEvents stored) {
    public Decision decide(Image image, Command command, Instant now, Steps steps) {
        return decider.decide(image, command, now, ids, steps);
    }

    /** The first event of an image that time asks for; null if none is due. */
    Timers.@Nullable Firing due(Image image, Instant now, Steps steps) {
        Timers.Firing due = Timers.due(decider, image, now, steps);
        boolean purges = due != null && due.draft().type() == EventType.ERASED;
        return !purges || removals.mayRemove(image.id()) ? due : null;
    }

    /** The present, from which whatever is decided counts its times, whatever the time of the events before. */
    public Instant now() {
        return clock.instant().truncatedTo(Event.PRECISION);
    }

    /** The time of the next event of an image, which only keeps order: now, but never before the event ahead of it. */
    static Instant at(Image image, Instant now) {
        return now.isBefore(image.at()) ? image.at() : now;
    }
}
