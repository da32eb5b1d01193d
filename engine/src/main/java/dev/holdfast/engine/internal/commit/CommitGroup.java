package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands that are decided and appended together, inside a turn.
 *
 * <p>A command is decided on the image that the ones before it lead to, before anything is stored. So nothing is
 * answered until the append is, not even a refusal: if a commit did not get in, all that was decided on top of it is
 * decided again. That includes the next group, which may be decided while this one is being stored.
 */
final class CommitGroup {
    /** What one command may cost here, in steps: about a millisecond. Its caller works out what is dearer. */
    private static final long STEPS_EACH = 1 << 18;

    /** What one group may cost, in steps, so that those who wait for the next one do not wait long. */
    private static final long MOST_STEPS = 1 << 21;

    private final CommitLog log;
    private final Images images;
    private final Deciding deciding;
    private final Counters counters;
    private final BiConsumer<StateId, StateHeader> committed;
    private final long epoch;
    private final Map<StateId, Line> lines = new LinkedHashMap<>();
    private final List<Append> appends = new ArrayList<>();
    private final List<Line> lineOfAppend = new ArrayList<>();
    private final Set<DataKey> keys = new LinkedHashSet<>();
    private List<Pending> left = List.of();

    /**
     * @param committed told the header of each state that was committed to; must not block
     */
    CommitGroup(
            CommitLog log,
            Images images,
            Deciding deciding,
            Counters counters,
            BiConsumer<StateId, StateHeader> committed) {
        this.log = log;
        this.images = images;
        this.deciding = deciding;
        this.counters = counters;
        this.committed = committed;
        this.epoch = log.epoch();
    }

    /**
     * Decides commands, until what that costs, and what there is to store, is enough for one group.
     *
     * @param before the group that is being stored meanwhile, whose outcome these decisions take for granted
     */
    void decide(List<Pending> commands, @Nullable CommitGroup before) {
        long spent = 0;
        int next = 0;
        while (next < commands.size() && spent <= MOST_STEPS) {
            spent += decide(commands.get(next++), before);
        }
        left = List.copyOf(commands.subList(next, commands.size()));
    }

    /** The commands that are left for another group. */
    List<Pending> left() {
        return left;
    }

    /** Decides a command and returns the steps that took. */
    private long decide(Pending pending, @Nullable CommitGroup before) {
        try {
            return lines.computeIfAbsent(
                            pending.command().state(), id -> new Line(pending.entry(), start(pending.entry(), before)))
                    .decide(pending);
        } catch (RuntimeException | StackOverflowError e) {
            // One state that cannot be read, or one command that cannot be decided, fails alone.
            pending.fail(e);
            return 0;
        }
    }

    /**
     * The image that the first command of a state is decided on. If the group before changes the state, its success
     * shows that no other process has, up to the time of its append; if it does not, only the store knows.
     */
    private Image start(Entry entry, @Nullable CommitGroup before) {
        Line line = before == null ? null : before.lines.get(entry.id());
        return line == null || line.records.isEmpty() ? images.current(entry) : line.newest();
    }

    /**
     * Stores what was decided and answers the callers. Commands that lost a race stay unanswered and must be decided
     * again. False if not all was stored as decided, so that what was decided on top of it is void.
     */
    boolean store() {
        if (!appends.isEmpty()) {
            append();
        }
        lines.values().forEach(Line::forgetErased);
        lines.values().forEach(Line::settle);
        return lines.values().stream().noneMatch(line -> line.stoppedBy != null);
    }

    private void append() {
        lineOfAppend.forEach(line -> line.entry.writing(true));
        try {
            deciding.stored().sealing().makeDurable(keys);
            List<AppendResult> results = log.append(appends);
            counters.group();
            for (int i = 0; i < results.size(); i++) {
                lineOfAppend.get(i).appended(appends.get(i), results.get(i));
            }
            lines.values().forEach(Line::publish);
        } catch (RuntimeException | Error e) {
            lineOfAppend.forEach(line -> line.entry.forget());
            throw e;
        } finally {
            lineOfAppend.forEach(line -> line.entry.writing(false));
        }
    }

    /** What happens to one state in this group. */
    private final class Line {
        private final Entry entry;
        private final Image start;
        private final List<Step> steps = new ArrayList<>();

        private final List<Worked.Recorded> records = new ArrayList<>();
        private int stored;
        private long bytes;
        private @Nullable AppendResult stoppedBy;
        private @Nullable Throwable notForgotten;

        Line(Entry entry, Image start) {
            this.entry = entry;
            this.start = start;
        }

        /** Decides a command, or sends it back to be worked out by its caller; returns the steps that took. */
        long decide(Pending pending) {
            Worked worked = pending.worked();
            if (worked != null && !worked.standsOn(newest())) {
                pending.sendBack(Pending.SentBack.MOVED);
                return 0;
            }
            Steps steps = Steps.first(STEPS_EACH);
            try {
                take(pending, worked == null ? Worked.of(deciding, newest(), pending.command(), steps) : worked);
            } catch (Steps.EndedException e) {
                pending.sendBack(Pending.SentBack.DEARER);
            }
            return steps.spent() + (worked == null ? 0 : worked.bytes());
        }

        private void take(Pending pending, Worked worked) {
            for (Worked.Recorded recorded : worked.records()) {
                appends.add(recorded.append());
                lineOfAppend.add(this);
                records.add(recorded);
                if (recorded.key() != null) {
                    keys.add(recorded.key());
                }
            }
            steps.add(new Step(pending, worked.outcome(), records.size()));
        }

        private Image newest() {
            return records.isEmpty() ? start : records.getLast().after();
        }

        void appended(Append append, AppendResult result) {
            if (stoppedBy != null) {
                return;
            }
            AppendResult known = result instanceof AppendResult.Indeterminate lost ? resolve(append, lost) : result;
            if (known instanceof AppendResult.Appended) {
                counters.stored(
                        records.get(stored).type(), append.commit().event().length());
                stored++;
                bytes += append.commit().event().length();
            } else {
                stoppedBy = known;
            }
        }

        /** Makes known what was stored; where that is not certain, what was known before is not either. */
        void publish() {
            if (stoppedBy != null) {
                entry.forget();
            } else if (stored > 0) {
                Worked.Recorded newest = records.get(stored - 1);
                images.publish(entry, newest.after(), epoch, entry.generation());
                committed.accept(entry.id(), newest.append().header());
                images.grown(entry, newest.after(), stored, bytes);
            }
        }

        /**
         * An erased state keeps its revision and hash; the rest goes now, before any caller is told. Its keys go first:
         * if this is cut short between the two, what is left cannot be read and says by its last event that it must go.
         */
        void forgetErased() {
            Image last = stored == 0 ? start : records.get(stored - 1).after();
            if (!last.facts().erased()) {
                return;
            }
            try {
                deciding.stored().sealing().destroy(last.id());
                log.tombstone(last.id(), last.revision());
            } catch (StoreUnavailableException e) {
                // The erased event stays, and with it a timer that is due at once.
                notForgotten = e;
            }
            entry.forget();
        }

        /** Answers every step that stands on what was stored; the others are told why not, or decided again. */
        void settle() {
            boolean first = true;
            for (Step step : steps) {
                if (notForgotten != null && step.erases()) {
                    unavailable(step, true, notForgotten);
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
                case AppendResult.NotAttempted(Throwable cause) -> unavailable(step, false, cause);
                case AppendResult.Indeterminate(Throwable cause) -> unavailable(step, true, cause);
                case AppendResult.Gone gone ->
                    step.pending()
                            .complete(new CommandOutcome.Refused(
                                    Failure.notFound(entry.id().value())));
                case AppendResult.TooLarge(long limit)
                when first -> step.pending().complete(new CommandOutcome.Refused(tooLarge(limit)));
                case null, default -> step.pending().loseRace();
            }
        }
    }

    /**
     * A command and what becomes of it, provided that the first {@code appendsBelow} appends of its state are stored.
     */
    private record Step(Pending pending, CommandOutcome outcome, int appendsBelow) {
        boolean erases() {
            return pending.command().change() instanceof Change.Erase
                    && outcome instanceof CommandOutcome.Done done
                    && done.how() == CommandOutcome.How.COMMITTED;
        }
    }

    /** Asks the log whether a commit of unknown outcome was stored. */
    private AppendResult resolve(Append append, AppendResult.Indeterminate lost) {
        try {
            long revision = append.commit().revision();
            CommitPage page = log.read(append.state(), revision, 1, 1, Consistency.LINEARIZABLE);
            List<Commit> found = page.commits();
            if (page.base() != null) {
                return lost; // compacted already, with or without it
            } else if (found.isEmpty()) {
                return new AppendResult.Conflict(OptionalLong.empty());
            }
            Bytes hash = found.getFirst().hash();
            return hash.equals(append.commit().hash())
                    ? AppendResult.APPENDED
                    : new AppendResult.Conflict(OptionalLong.of(revision));
        } catch (StoreUnavailableException e) {
            return lost;
        }
    }

    private static void unavailable(Step step, boolean mayHaveHappened, Throwable cause) {
        step.pending().complete(new CommandOutcome.Refused(Refusals.unavailable(mayHaveHappened, cause.getMessage())));
    }

    private static Failure tooLarge(long limit) {
        return Refusals.limit(
                "commit_bytes", limit + 1, limit, "The change is too large for the store; make it in several writes.");
    }
}
