package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A command on its way through the committer, and the caller that waits for what becomes of it. */
final class Pending implements Inbox.Item {
    private final Command command;
    private final Entry entry;
    private final CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();

    /** Set once: by the committer that takes the command up, or by the caller that gives up waiting before that. */
    private final AtomicBoolean claimed = new AtomicBoolean();

    private int lostRaces;

    Pending(Command command, Entry entry) {
        this.command = command;
        this.entry = entry;
    }

    Command command() {
        return command;
    }

    Entry entry() {
        return entry;
    }

    /** Whether the committer may go on with it; false if its caller has given up. */
    boolean take() {
        return claimed.compareAndSet(false, true);
    }

    /** Counts a race lost to another writer. */
    void loseRace() {
        lostRaces++;
    }

    int lostRaces() {
        return lostRaces;
    }

    boolean isAnswered() {
        return outcome.isDone();
    }

    void complete(CommandOutcome result) {
        outcome.complete(result);
    }

    void fail(Throwable unexpected) {
        outcome.completeExceptionally(unexpected);
    }

    /** Waits, and is not interrupted while the outcome is open: a caller must learn what became of its command. */
    CommandOutcome await(Duration patience) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    return new CommandOutcome.Refused(
                            Refusals.unavailable(!take(), "the store did not answer in time"));
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
                ? Refusals.unavailable(false, unavailable.getMessage()).toException()
                : new IllegalStateException("a command could not be decided", cause);
    }
}
