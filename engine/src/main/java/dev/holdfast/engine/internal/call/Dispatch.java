package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.audit.Recorder;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.commit.Committer;
import dev.holdfast.engine.internal.commit.Counters;
import dev.holdfast.engine.internal.commit.Images;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Offers;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.StateId;

/**
 * Sends commands to the committer: those of principals that may know of the state and have room left, and charges what
 * they stored. Safe for use by many threads.
 */
final class Dispatch {
    private final Committer committer;
    private final Images images;
    private final Visibility visibility;
    private final Quotas quotas;
    private final Counters counters;
    private final Recorder recorder;

    Dispatch(
            Committer committer,
            Images images,
            Visibility visibility,
            Quotas quotas,
            Counters counters,
            Recorder recorder) {
        this.committer = committer;
        this.images = images;
        this.visibility = visibility;
        this.quotas = quotas;
        this.counters = counters;
        this.recorder = recorder;
    }

    CommandOutcome execute(Command command) {
        StateId state = command.state();
        if (!(command.change() instanceof Change.Create) && !visibility.admits(state, command.actor())) {
            return refused(command, Failure.notFound(state.value()));
        }
        String owner = owner(command);
        Failure full = mayGrow(command.change()) && !Actors.isInternal(owner)
                ? quotas.states().full(owner)
                : null;
        if (full != null) {
            return refused(command, full);
        }
        // What the program keeps on behalf of a principal takes that principal's share of bytes.
        Principal payer = Actors.payer(command.actor(), owner);
        WriteQuota.Reserved reserved = quotas.writes().reserve(payer, command);
        Failure refusal = reserved.refusal();
        return refusal == null ? paid(command, payer, reserved) : refused(command, refusal);
    }

    private CommandOutcome refused(Command command, Failure failure) {
        recorder.refused(command.actor(), Deeds.kindOf(command.change()), command.state(), failure.code());
        CommandOutcome refused = new CommandOutcome.Refused(failure);
        counters.answered(refused);
        return refused;
    }

    private CommandOutcome paid(Command command, Principal payer, WriteQuota.Reserved reserved) {
        long stored = 0;
        try {
            CommandOutcome outcome = recorded(command);
            if (outcome instanceof CommandOutcome.Done done) {
                stored = done.stored();
                counted(command, done);
            }
            return outcome;
        } finally {
            quotas.writes().settle(payer, reserved, stored);
        }
    }

    /** What is to be done is written down first, and what became of it afterwards (AUDIT-2). */
    private CommandOutcome recorded(Command command) {
        AuditKind kind = Deeds.kindOf(command.change());
        Failure unrecorded =
                recorder.asked(command.actor(), kind, command.state()).orElse(null);
        if (unrecorded != null) {
            CommandOutcome refused = new CommandOutcome.Refused(unrecorded);
            counters.answered(refused);
            return refused;
        }
        String became = Failure.Code.UNAVAILABLE.wire();
        long revision = 0;
        try {
            CommandOutcome outcome = committer.execute(command);
            switch (outcome) {
                case CommandOutcome.Done done -> {
                    became = AuditEntry.OK;
                    revision = done.revision();
                }
                case CommandOutcome.Refused(Failure failure) ->
                    became = failure.code().wire();
            }
            return outcome;
        } finally {
            recorder.came(command.actor(), kind, command.state(), became, revision);
        }
    }

    private void counted(Command command, CommandOutcome.Done done) {
        if (done.how() != CommandOutcome.How.COMMITTED) {
            return;
        }
        String owner = Offers.counted(done.image());
        quotas.states().stored(owner, done.stored());
        if (command.change() instanceof Change.Close
                || (command.change() instanceof Change.Erase && wasOpen(done.image()))) {
            quotas.states().release(owner);
        }
    }

    private static boolean wasOpen(Image erased) {
        return erased.closedAt() == null && erased.facts().expiredAt() == null;
    }

    /**
     * Records that a principal takes what it was given, if it has not yet: from its first call on, the state is listed
     * for it and counts for it. A principal that has no room for another state does not take it, and may use it all the
     * same.
     */
    Image taken(Image image, Principal principal) {
        if (!Offers.await(image, principal) || image.facts().erased()) {
            return image;
        }
        Command command = Command.of(image.id(), principal, null, new Change.Accept());
        if (!Offers.isHandedTo(image, principal)) {
            return execute(command) instanceof CommandOutcome.Done done ? done.image() : image;
        }
        return takes(principal) ? takenOver(command, image) : image;
    }

    private Image takenOver(Command command, Image image) {
        boolean committed =
                execute(command) instanceof CommandOutcome.Done done && done.how() == CommandOutcome.How.COMMITTED;
        quotas.states()
                .release(committed ? Offers.counted(image) : command.actor().id());
        return committed ? images.current(image.id()) : image;
    }

    private boolean takes(Principal principal) {
        try {
            quotas.states().take(principal.id());
            return true;
        } catch (HoldfastException e) {
            return false;
        }
    }

    /** The principal that the state counts for; the actor if that is not known here. */
    private String owner(Command command) {
        if (command.change() instanceof Change.Create create) {
            return create.settings().owner();
        }
        Image image = images.known(command.state());
        return image == null || !image.exists() ? command.actor().id() : Offers.counted(image);
    }

    private static boolean mayGrow(Change change) {
        return switch (change) {
            case Change.Operate operate ->
                !operate.write().operations().stream().allMatch(Operation.Delete.class::isInstance);
            case Change.Create create -> true;
            case Change.TakeBack takeBack -> true;
            case Change.TakeIn takeIn -> true;
            case Change.Advance(RunRequest request) ->
                request instanceof RunRequest.Report || request instanceof RunRequest.SendSignal;
            default -> false;
        };
    }
}
