package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the committer has taken up, carried out in one turn: group after group, each decided while the one
 * before it is being stored. Used by the committer's thread alone.
 *
 * <p>A turn that goes from process to process costs as much as many commits, since the process that gets it must first
 * read what was committed meanwhile. So it is kept while there is work, but never for long.
 */
final class CommitRun {
    private static final int LARGEST_GROUP = 512;
    private static final Duration LONGEST = Duration.ofMillis(20);

    /** How long to wait for callers who were just answered to come back: less than the turn would take to do so. */
    private static final Duration RETURN = Duration.ofNanos(300_000);

    private final Inbox inbox;
    private final Supplier<CommitGroup> groups;
    private final Executor decider;
    private final LongSupplier nanoTime;
    private final List<Pending> open = new ArrayList<>();
    private boolean crowd;

    /**
     * @param inbox where commands come from
     * @param groups makes groups
     * @param decider decides a group while another is being stored
     * @param nanoTime tells how long the turn is held, as {@link System#nanoTime()} does
     */
    CommitRun(Inbox inbox, Supplier<CommitGroup> groups, Executor decider, LongSupplier nanoTime) {
        this.inbox = inbox;
        this.groups = groups;
        this.decider = decider;
        this.nanoTime = nanoTime;
    }

    /** The commands that were taken up and are not answered, in the order in which they came. */
    List<Pending> open() {
        open.removeIf(Pending::isAnswered);
        return List.copyOf(open);
    }

    /** Takes up a command and those that wait behind it. */
    List<Pending> takeUp(@Nullable Pending first) {
        List<Pending> group = new ArrayList<>();
        if (first != null) {
            group.add(first);
        }
        group.addAll(inbox.drain(LARGEST_GROUP - group.size()));
        group.removeIf(pending -> !pending.take());
        open.addAll(group);
        crowd |= group.size() > 1;
        return group;
    }

    /** Takes up one command and leaves those that wait behind it. */
    void takeUpAlone(Pending command) {
        if (command.take()) {
            open.add(command);
        }
    }

    /** Gives a command up that others go before: it waits again, and its caller may give up again. */
    void giveUp(Pending command) {
        open.remove(command);
        command.giveBack();
    }

    /** With the turn: carries out what is open, and nothing that comes meanwhile. */
    void carryOutOpen() {
        decide(open(), null).store();
    }

    /**
     * With the turn: carries out what is open and what comes, until that is enough, or some of it must be decided
     * again.
     */
    void carryOut() {
        long end = nanoTime.getAsLong() + LONGEST.toNanos();
        takeUp(null); // Others came while the turn was waited for: they need no group of their own.
        CommitGroup group = giveBack(decide(open(), null));
        while (group != null) {
            boolean goOn = nanoTime.getAsLong() - end < 0;
            CompletableFuture<@Nullable CommitGroup> next = goOn ? decideWaiting(group) : nothing();
            boolean whole = store(group, next);
            CommitGroup decided = giveBack(decided(next));
            group = !whole ? null : decided == null && goOn ? giveBack(decideReturning()) : decided;
        }
    }

    private CompletableFuture<@Nullable CommitGroup> decideWaiting(CommitGroup before) {
        List<Pending> waiting = takeUp(null);
        return waiting.isEmpty() ? nothing() : CompletableFuture.supplyAsync(() -> decide(waiting, before), decider);
    }

    private static @Nullable CommitGroup decided(CompletableFuture<@Nullable CommitGroup> next) {
        try {
            return next.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreUnavailableException unavailable ? unavailable : e;
        }
    }

    /** Stores a group; does not return, nor throw, before the next one is decided, so that only one thread uses it. */
    private static boolean store(CommitGroup group, CompletableFuture<@Nullable CommitGroup> next) {
        try {
            return group.store();
        } finally {
            next.handle((decided, failure) -> true).join();
        }
    }

    /**
     * Those who were answered together tend to come back together. One who comes alone must not hold up other
     * processes.
     */
    private @Nullable CommitGroup decideReturning() {
        if (!crowd) {
            return null;
        }
        try {
            Pending first = inbox.poll(RETURN.toNanos());
            return first == null ? null : decide(takeUp(first), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private CommitGroup decide(List<Pending> commands, @Nullable CommitGroup before) {
        CommitGroup group = groups.get();
        group.decide(commands, before);
        return group;
    }

    /** Lets what was too much for a group wait for its turn again, behind commands of others that came meanwhile. */
    private @Nullable CommitGroup giveBack(@Nullable CommitGroup group) {
        if (group != null && !group.left().isEmpty()) {
            open.removeAll(Set.copyOf(group.left()));
            group.left().forEach(Pending::giveBack);
            inbox.putBack(group.left());
        }
        return group;
    }

    private static CompletableFuture<@Nullable CommitGroup> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}
