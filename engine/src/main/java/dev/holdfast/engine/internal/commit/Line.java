package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What happens to one state in a commit group. */
final class Line {
    /** What one command may cost here, in steps: about a millisecond. Its caller works out what is dearer. */
    private static final long STEPS_EACH = 1 << 18;

    private final CommitContext context;
    private final long epoch;
    private final Entry entry;
    private final Image start;
    private final List<Step> steps = new ArrayList<>();
    private final List<Worked.Recorded> records = new ArrayList<>();
    private int stored;
    private int uncertain;
    private long bytes;
    private @Nullable AppendResult stoppedBy;
    private @Nullable Throwable notForgotten;

    /**
     * A command and what becomes of it, provided that the first {@code appendsBelow} appends of its state are stored.
     */
    private record Step(Pending pending, CommandOutcome outcome, int appendsBelow) {
        boolean erases() {
            return pending.command().change() instanceof Change.Erase && commits() != null;
        }

        /** What becomes of the command if that is an event of its own. */
        CommandOutcome.@Nullable Done commits() {
            return outcome instanceof CommandOutcome.Done done && done.how() == CommandOutcome.How.COMMITTED
                    ? done
                    : null;
        }
    }

    /**
     * @param epoch the log's epoch before the state was known to be at its start
     * @param start the image that the first command is decided on
     */
    Line(CommitContext context, long epoch, Entry entry, Image start) {
        this.context = context;
        this.epoch = epoch;
        this.entry = entry;
        this.start = start;
    }

    Entry entry() {
        return entry;
    }

    /** Decides a command, or sends it back to be worked out by its caller; returns the steps that took. */
    long decide(Pending pending) {
        if (pending.attempts().areOpen() && isAnswered(pending)) {
            return 0;
        }
        Worked worked = pending.worked();
        if (worked != null && !worked.standsOn(newest())) {
            pending.sendBack(Pending.SentBack.MOVED);
            return 0;
        }
        Steps left = Steps.first(STEPS_EACH);
        try {
            take(pending, worked == null ? Worked.of(context.deciding(), newest(), pending.command(), left) : worked);
        } catch (Steps.EndedException e) {
            pending.sendBack(Pending.SentBack.DEARER);
        }
        return left.spent() + (worked == null ? 0 : worked.bytes());
    }

    /**
     * Whether a command of uncertain outcome needs no other decision. If none of its attempts is stored, it is decided
     * again: whatever is appended here takes their revision, and they never will be.
     */
    private boolean isAnswered(Pending pending) {
        switch (pending.attempts().look(context.log())) {
            case AppendAttempts.Stored(AppendAttempts.Attempt attempt) -> arrived(pending, attempt);
            case AppendAttempts.Unsure.UNTOLD -> unavailable(pending, true, null);
            case AppendAttempts.Unsure open -> {
                return false;
            }
        }
        return true;
    }

    /** What was stored without a word is made known like any other commit. */
    private void arrived(Pending pending, AppendAttempts.Attempt attempt) {
        if (!context.residence().isHere()) {
            unavailable(pending, true, null);
            return;
        }
        Worked.Recorded late = attempt.recorded();
        pending.attempts().settle();
        context.counters().stored(late.type(), late.append().commit().event().length());
        context.committed().accept(entry.id(), late.append().header());
        Throwable kept = late.after().facts().erased() ? forget(late.after()) : null;
        if (kept == null) {
            pending.complete(attempt.outcome());
        } else {
            unavailable(pending, true, kept);
        }
    }

    private void take(Pending pending, Worked worked) {
        records.addAll(worked.records());
        steps.add(new Step(pending, worked.outcome(), records.size()));
    }

    /** What there is to store, in order. */
    List<Worked.Recorded> records() {
        return records;
    }

    Image newest() {
        return records.isEmpty() ? start : records.getLast().after();
    }

    /** Takes down the outcome of the next append. */
    void appended(Append append, AppendResult result) {
        if (stoppedBy != null) {
            uncertain += result instanceof AppendResult.Indeterminate ? 1 : 0;
            return;
        }
        AppendResult known = result instanceof AppendResult.Indeterminate lost ? resolve(append, lost) : result;
        if (known instanceof AppendResult.Appended) {
            int length = append.commit().event().length();
            context.counters().stored(records.get(stored).type(), length);
            stored++;
            bytes += length;
        } else {
            stoppedBy = known;
            uncertain = known instanceof AppendResult.Indeterminate ? 1 : 0;
        }
    }

    /** Asks the log whether a commit of unknown outcome was stored. If it was not, it may be later. */
    private AppendResult resolve(Append append, AppendResult.Indeterminate lost) {
        try {
            long revision = append.commit().revision();
            CommitPage page = context.log().read(append.state(), revision, 1, 1, Consistency.LINEARIZABLE);
            List<Commit> found = page.commits();
            if (page.base() != null || found.isEmpty()) {
                return lost;
            }
            Bytes hash = found.getFirst().hash();
            return hash.equals(append.commit().hash())
                    ? AppendResult.APPENDED
                    : new AppendResult.Conflict(OptionalLong.of(revision));
        } catch (StoreUnavailableException e) {
            return lost;
        }
    }

    /** Whether all was stored as decided. */
    boolean isWhole() {
        return stoppedBy == null;
    }

    /** Makes known what was stored; where that is not certain, what was known before is not either. */
    void publish() {
        if (stoppedBy != null) {
            entry.forget();
        } else if (stored > 0) {
            Worked.Recorded newest = records.get(stored - 1);
            context.images().publish(entry, newest.after(), epoch, entry.generation());
            context.committed().accept(entry.id(), newest.append().header());
            context.images().grown(entry, newest.after(), stored, bytes);
        }
    }

    /** An erased state keeps its revision and hash; the rest goes now, before any caller is told. */
    void forgetErased() {
        Image last = stored == 0 ? start : records.get(stored - 1).after();
        if (last.facts().erased()) {
            notForgotten = forget(last);
        }
    }

    /**
     * Its keys go first: if this is cut short between the two, what is left cannot be read and says by its last event
     * that it must go. Returns why it could not be; the erased event stays then, and with it a timer that is due at
     * once.
     */
    private @Nullable Throwable forget(Image erased) {
        try {
            context.deciding().stored().sealing().destroy(erased.id());
            context.log().tombstone(erased.id(), erased.revision());
            return null;
        } catch (StoreUnavailableException e) {
            return e;
        } finally {
            entry.forget();
        }
    }

    /**
     * Answers every step that stands on what was stored; the others are told why not, or decided again.
     *
     * @param here whether the states of the store were here all the time; else it is not known what was moved along
     */
    void settle(boolean here) {
        boolean first = true;
        for (Step step : steps) {
            if (stored > 0) {
                step.pending().attempts().settle();
            }
            if (!here) {
                unavailable(step.pending(), true, null);
            } else if (notForgotten != null && step.erases()) {
                unavailable(step.pending(), true, notForgotten);
            } else if (step.appendsBelow() <= stored) {
                step.pending().complete(step.outcome());
            } else {
                refuse(step, first);
                first = false;
            }
        }
    }

    private void refuse(Step step, boolean first) {
        switch (stoppedBy) {
            case AppendResult.NotAttempted(Throwable cause) -> unavailable(step.pending(), false, cause);
            case AppendResult.Gone gone ->
                step.pending()
                        .complete(new CommandOutcome.Refused(
                                Failure.notFound(entry.id().value())));
            case AppendResult.TooLarge(long limit)
            when first -> step.pending().complete(new CommandOutcome.Refused(tooLarge(limit)));
            case null, default -> decideAgain(step);
        }
    }

    /** What may be stored of it all the same is its own, should it be found when it is decided again. */
    private void decideAgain(Step step) {
        CommandOutcome.Done done = step.commits();
        int own = step.appendsBelow() - 1;
        if (done != null && own < stored + uncertain) {
            step.pending().attempts().add(new AppendAttempts.Attempt(records.get(own), done));
        }
        step.pending().loseRace();
    }

    private static void unavailable(Pending pending, boolean mayHaveHappened, @Nullable Throwable cause) {
        Failure failure = !mayHaveHappened && cause instanceof StoreUnavailableException known
                ? Refusals.unavailable(known)
                : Refusals.unavailable(mayHaveHappened, cause == null ? null : cause.getMessage());
        pending.complete(new CommandOutcome.Refused(failure));
    }

    private static Failure tooLarge(long limit) {
        return Refusals.limit(
                "commit_bytes", limit + 1, limit, "The change is too large for the store; make it in several writes.");
    }
}
