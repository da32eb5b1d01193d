package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Turns;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A command on its way through the committer, and the caller that waits for what becomes of it. */
final class Pending {
    private final Command command;
    private final Entry entry;
    private final @Nullable Worked worked;
    private final AppendAttempts attempts;
    private final String turns;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    /**
     * Set by the committer that takes the command up and until it gives it back, or by the caller that gives up waiting
     * before that.
     */
    private final AtomicBoolean claimed = new AtomicBoolean();

    private int lostRaces;

    /** What the committer has to say about a command. */
    sealed interface Reply permits Answer, SentBack {}

    /** What became of it. */
    record Answer(CommandOutcome outcome) implements Reply {}

    /** It is not carried out as it is: its caller has to work it out on the newest image and send it again. */
    enum SentBack implements Reply {
        /** It costs more than the committer's thread can spend on one command. */
        DEARER,
        /** It was worked out on an image that is no longer the newest. */
        MOVED
    }

    /**
     * @param worked the command worked out by its caller; null if that is left to the committer
     * @param attempts what was sent to the store of it before, and will be
     */
    Pending(Command command, Entry entry, @Nullable Worked worked, AppendAttempts attempts) {
        this.command = command;
        this.entry = entry;
        this.worked = worked;
        this.attempts = attempts;
        this.turns = Turns.of(command.actor());
    }

    Command command() {
        return command;
    }

    Entry entry() {
        return entry;
    }

    /** Under which name it is taken up. */
    String turns() {
        return turns;
    }

    @Nullable Worked worked() {
        return worked;
    }

    /** What was sent to the store of it without learning whether it is stored. */
    AppendAttempts attempts() {
        return attempts;
    }

    /** Whether the committer may go on with it; false if its caller has given up. */
    boolean take() {
        return claimed.compareAndSet(false, true);
    }

    /** Undoes {@link #take}: it waits again, and its caller may give up again. */
    void giveBack() {
        claimed.set(false);
    }

    /** Counts a race lost to another writer. */
    void loseRace() {
        lostRaces++;
    }

    int lostRaces() {
        return lostRaces;
    }

    boolean isAnswered() {
        return reply.isDone();
    }

    void complete(CommandOutcome outcome) {
        reply.complete(new Answer(outcome));
    }

    void sendBack(SentBack why) {
        reply.complete(why);
    }

    void fail(Throwable unexpected) {
        reply.completeExceptionally(unexpected);
    }

    /** Waits, and is not interrupted while the outcome is open: a caller must learn what became of its command. */
    Reply await(Patience patience) {
        if (reply.isDone()) {
            return answered();
        }
        Patience.Wait wait = patience.begin(this::giveUp);
        try {
            return answered();
        } finally {
            wait.over();
        }
    }

    private void giveUp() {
        reply.complete(new Answer(
                new CommandOutcome.Refused(Refusals.unavailable(!take(), "the store did not answer in time"))));
    }

    private Reply answered() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return reply.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unexpected(e.getCause() == null ? e : e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unexpected(Throwable cause) {
        return cause instanceof StoreUnavailableException unavailable
                ? Refusals.unavailable(unavailable).toException()
                : new IllegalStateException("a command could not be decided", cause);
    }
}
