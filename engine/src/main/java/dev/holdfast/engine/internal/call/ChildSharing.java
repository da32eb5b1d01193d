package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Offers;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.Run;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps who may use a child run as it is with its parent: when the parent is shared, withdrawn, handed over or taken,
 * its children follow, and their children after them.
 *
 * <p>The parent goes first, so a call that is answered has reached all children. If the process dies in between, the
 * call was not answered, and its repetition reaches the rest. A child that is being started is found by its handle once
 * it exists, and is given what the parent says after that; so it is reached from one side at least.
 */
final class ChildSharing {
    private final Engine engine;

    ChildSharing(Engine engine) {
        this.engine = engine;
    }

    /**
     * After a command: if it changed what a principal may do with a run, the children of the run follow.
     *
     * @return {@code unavailable} if they could not be reached, so that the command is repeated
     */
    Optional<Failure> after(Command command, Image image) {
        return command.change() instanceof Change.Share share ? follow(image, share.principal()) : Optional.empty();
    }

    /** Gives the children of a run to a principal as the run is given to it, or takes them from it. */
    Optional<Failure> follow(Image parent, Principal principal) {
        Run run = parent.run();
        return run == null
                ? Optional.empty()
                : Stream.concat(run.children().map(StateId::new), starting(parent, run))
                        .flatMap(child -> inherit(parent, child, principal).stream())
                        .findFirst();
    }

    private static Stream<StateId> starting(Image parent, Run run) {
        return run.waitingFor(Run.CHILD_START).stream().map(step -> ChildRunning.childOf(parent, step));
    }

    /** What cannot be given, such as one grant more than a state may have, is left. */
    Optional<Failure> inherit(Image parent, StateId child, Principal principal) {
        if (!isChild(engine.images().current(child), parent)) {
            return Optional.empty(); // it is gone, or that of the run which this one was forked from
        }
        Access access = parent.settings().owner().equals(principal.id())
                ? Access.OWNER
                : parent.facts().grants().getOrDefault(principal.id(), Access.NONE);
        boolean taken = access != Access.NONE && !Offers.await(parent, principal);
        Optional<Failure> unreached =
                unavailable(Command.of(child, Actors.ENGINE, null, new Change.Share(principal, access)));
        if (unreached.isEmpty() && taken) {
            engine.taken(engine.images().current(child), principal);
        }
        return unreached;
    }

    private static boolean isChild(Image image, Image parent) {
        Run run = image.run();
        Run.Parent of = run == null ? null : run.parent();
        return of != null && of.run().equals(parent.id().value());
    }

    private Optional<Failure> unavailable(Command command) {
        return engine.execute(command) instanceof CommandOutcome.Refused(Failure failure)
                        && failure.code() == Failure.Code.UNAVAILABLE
                ? Optional.of(failure)
                : Optional.empty();
    }
}
