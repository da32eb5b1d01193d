package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import java.time.Instant;

/**
 * The images of one state as one principal may see them. The one place that decides whether a principal may: everything
 * that reads a state for a caller, or works something out on it, reads it here.
 *
 * <p>Only {@link #use} counts as use of a session. All other reads leave its end where it is.
 */
public final class Reading {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Reading(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    /**
     * The state now, without counting as use of it.
     *
     * @throws HoldfastException {@code not_found} if the principal may not see it, {@code expired} if it has ended
     */
    public Image current() {
        return permitted(engine.images().current(id));
    }

    /**
     * The state as read by its user: a session in the second half of its idle time is renewed by one event.
     *
     * @throws HoldfastException as {@link #current}
     */
    public Image use(Consistency consistency) {
        Image image = permitted(
                consistency == Consistency.LINEARIZABLE
                        ? engine.images().current(id)
                        : engine.images().cached(id));
        return Lifecycle.wantsRenewal(image, engine.now()) ? renewed(image) : image;
    }

    /**
     * The state at a revision, without counting as use of it.
     *
     * @throws HoldfastException {@code invalid} if there is no such revision, {@code compacted} if it is not kept
     */
    public Image at(long revision) {
        Image now = current();
        if (revision < 1 || revision > now.revision()) {
            throw Refusals.noSuchRevision(revision, now.revision()).toException();
        }
        return revision == now.revision() ? now : engine.past(principal, id, revision);
    }

    /**
     * The state after the last event not later than a time, without counting as use of it.
     *
     * @throws HoldfastException {@code invalid} if it did not exist then, {@code compacted} if that is not kept
     */
    public Image at(Instant time) {
        Image now = current();
        if (time.isBefore(now.createdAt())) {
            throw Refusals.before(time, now.createdAt()).toException();
        }
        return time.isBefore(now.at())
                ? engine.longWork()
                        .work(principal, steps -> engine.history().at(id, time, steps.forReading()))
                        .asOf(time)
                : now;
    }

    /** Refuses what this principal may not see and what has ended. */
    private Image permitted(Image image) {
        if (!Rights.sees(image, principal)) {
            throw Failure.notFound(id.value()).toException();
        }
        Instant now = engine.now();
        Lifecycle.Ended ended = Lifecycle.ended(image, now);
        if (ended != null) {
            throw (ended.recoverableAt(now) ? Refusals.ended(image, ended) : Failure.notFound(id.value()))
                    .toException();
        }
        return image.asOf(now);
    }

    /** A read that could not renew is still a good read; the next one tries again. */
    private Image renewed(Image image) {
        return switch (engine.execute(Command.of(id, principal, null, new Change.Renew()))) {
            case CommandOutcome.Done done -> done.image();
            case CommandOutcome.Refused refused -> image;
        };
    }
}
