package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditKind;
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
import java.util.List;
import java.util.function.Supplier;

/**
 * The images of one state as one principal may see them. The one place that decides whether a principal may, and that
 * tells the audit log: everything that reads a state for a caller, or works something out on it, reads it here.
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
     * @param kind what it is read for
     * @throws HoldfastException {@code not_found} if the principal may not see it, {@code expired} if it has ended
     */
    public Image current(AuditKind kind) {
        return recorded(kind, this::now);
    }

    /**
     * The state as it is while a call goes on that has read it before, as {@link #current} does. It is not recorded
     * again.
     *
     * @throws HoldfastException as {@link #current}
     */
    public Image still(AuditKind kind) {
        return unlessRefused(kind, this::now);
    }

    /**
     * Refuses a state that the principal may not know of, before anything else is done.
     *
     * @param kind what it would be refused for
     * @throws HoldfastException {@code not_found}
     */
    public void requireVisible(AuditKind kind) {
        unlessRefused(kind, () -> {
            engine.visibility().require(id, principal);
            return id;
        });
    }

    /**
     * The state as read by its user: a session in the second half of its idle time is renewed by one event.
     *
     * @throws HoldfastException as {@link #current}
     */
    public Image use(Consistency consistency) {
        return recorded(AuditKind.READ, () -> used(consistency));
    }

    /**
     * The same for a call that is shown nothing of the state.
     *
     * @throws HoldfastException as {@link #current}
     */
    public void touch() {
        unlessRefused(AuditKind.READ, () -> used(Consistency.LINEARIZABLE));
    }

    private Image used(Consistency consistency) {
        Image image = permitted(consistency == Consistency.LINEARIZABLE ? visible() : lastSeen());
        return Lifecycle.wantsRenewal(image, engine.now()) ? renewed(image) : image;
    }

    /**
     * The state at a revision, without counting as use of it.
     *
     * @throws HoldfastException {@code invalid} if there is no such revision, {@code compacted} if it is not kept
     */
    public Image at(long revision) {
        return recorded(AuditKind.READ, () -> {
            Image now = now();
            if (revision < 1 || revision > now.revision()) {
                throw Refusals.noSuchRevision(revision, now.revision()).toException();
            }
            return revision == now.revision() ? now : engine.past(principal, id, revision);
        });
    }

    /**
     * The state after the last event not later than a time, without counting as use of it.
     *
     * @throws HoldfastException {@code invalid} if it did not exist then, {@code compacted} if that is not kept
     */
    public Image at(Instant time) {
        return recorded(AuditKind.READ, () -> {
            Image now = now();
            if (time.isBefore(now.createdAt())) {
                throw Refusals.before(time, now.createdAt()).toException();
            }
            return time.isBefore(now.at())
                    ? engine.longWork()
                            .work(principal, steps -> engine.history().at(id, time, steps.forReading()))
                            .asOf(time)
                    : now;
        });
    }

    /**
     * The state whether or not it has ended, as one who opens it by its handle finds it.
     *
     * @throws HoldfastException {@code not_found} if the principal may not see it
     */
    Image found() {
        return unlessRefused(AuditKind.OPEN, () -> {
            engine.visibility().require(id, principal);
            Image image = engine.images().current(id);
            if (!Rights.sees(image, principal)) {
                throw Failure.notFound(id.value()).toException();
            }
            return image;
        });
    }

    /**
     * The state as its owner may erase it, whether or not it has ended.
     *
     * @throws HoldfastException {@code not_found} if the principal may not see it, {@code forbidden} if it is not the
     *     owner
     */
    public Image erasable() {
        return recorded(AuditKind.READ, () -> {
            Image image = visible();
            Lifecycle.Ended ended = image.exists() ? Lifecycle.ended(image, engine.now()) : null;
            if (!Rights.sees(image, principal) || (ended != null && !ended.recoverableAt(engine.now()))) {
                throw Failure.notFound(id.value()).toException();
            }
            Access held = Rights.of(image, principal);
            if (held != Access.OWNER) {
                throw Refusals.forbidden(Access.OWNER, held).toException();
            }
            Image taken = ended == null ? engine.taken(image, principal) : image;
            return taken.asOf(engine.now());
        });
    }

    /** Whether the principal may see the state now. */
    public boolean isPermitted() {
        return Rights.sees(engine.images().current(id), principal);
    }

    /** What was read is shown once that is recorded. */
    private Image recorded(AuditKind kind, Supplier<Image> read) {
        Image image = unlessRefused(kind, read);
        engine.recorder().read(principal, kind, List.of(new Version(id, image.revision())));
        return image;
    }

    private <T> T unlessRefused(AuditKind kind, Supplier<T> read) {
        try {
            return read.get();
        } catch (HoldfastException e) {
            engine.recorder().refused(principal, kind, id, e.failure().code());
            throw e;
        }
    }

    private Image now() {
        return permitted(visible());
    }

    /** The state now; nothing is loaded before it is known that the principal may know of it. */
    private Image visible() {
        Image image = engine.images().currentIf(id, known -> Rights.sees(known, principal) || !id.isHandle());
        if (image == null) {
            engine.visibility().require(id, principal);
            image = engine.images().current(id);
        }
        return image;
    }

    private Image lastSeen() {
        engine.visibility().require(id, principal);
        return engine.images().cached(id);
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
        Image taken = engine.taken(image, principal);
        return taken.asOf(engine.now());
    }

    /** A read that could not renew is still a good read; the next one tries again. */
    private Image renewed(Image image) {
        return switch (engine.execute(Command.of(id, principal, null, new Change.Renew()))) {
            case CommandOutcome.Done done -> done.image();
            case CommandOutcome.Refused refused -> image;
        };
    }
}
