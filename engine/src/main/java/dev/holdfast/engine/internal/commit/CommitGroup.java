package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.history.Relocation;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Commands that are decided and appended together, inside a turn.
 *
 * <p>A command is decided on the image that the ones before it lead to, before anything is stored. So nothing is
 * answered until the append is, not even a refusal: if a commit did not get in, all that was decided on top of it is
 * decided again. That includes the next group, which may be decided while this one is being stored.
 */
final class CommitGroup {
    /** What one group may cost, in steps, so that those who wait for the next one do not wait long. */
    private static final long MOST_STEPS = 1 << 21;

    private final CommitContext context;
    private final long epoch;
    private final Map<StateId, Line> lines = new LinkedHashMap<>();
    private final List<Append> appends = new ArrayList<>();
    private final List<Line> lineOfAppend = new ArrayList<>();
    private final Set<DataKey> keys = new LinkedHashSet<>();
    private List<Pending> left = List.of();
    private Residence.@Nullable Look look;

    CommitGroup(CommitContext context) {
        this.context = context;
        this.epoch = context.log().epoch();
    }

    /**
     * Decides commands, until what that costs, and what there is to store, is enough for one group.
     *
     * @param before the group that is being stored meanwhile, whose outcome these decisions take for granted
     * @throws StoreUnavailableException if the store does not say how the states are
     */
    void decide(List<Pending> commands, @Nullable CommitGroup before) {
        Residence.Look now = context.residence().look();
        look = now;
        Map<StateId, Image> current = current(commands, before);
        long spent = 0;
        int next = 0;
        while (next < commands.size() && spent <= MOST_STEPS) {
            Pending pending = commands.get(next++);
            try {
                Failure refusal =
                        context.residence().refusal(now, pending.entry().id());
                if (refusal == null) {
                    spent += line(pending.entry(), before, current).decide(pending);
                } else {
                    pending.complete(new CommandOutcome.Refused(refusal));
                }
            } catch (RuntimeException | StackOverflowError e) {
                undecided(pending, e);
            }
        }
        left = List.copyOf(commands.subList(next, commands.size()));
    }

    /** The states as the store says they are, asked once for all that no group before says it of. */
    private Map<StateId, Image> current(List<Pending> commands, @Nullable CommitGroup before) {
        Map<StateId, Entry> entries = new LinkedHashMap<>();
        for (Pending pending : commands) {
            if (before == null || before.after(pending.entry()) == null) {
                entries.put(pending.entry().id(), pending.entry());
            }
        }
        return entries.size() < 2 ? Map.of() : context.images().current(entries.values());
    }

    /** One state that cannot be read, or one command that cannot be decided, fails alone. */
    private static void undecided(Pending pending, Throwable failure) {
        if (failure instanceof StoreUnavailableException && pending.attempts().areOpen()) {
            pending.loseRace(); // it is not known what became of it, but may be soon
        } else {
            pending.fail(failure);
        }
    }

    /** The commands that are left for another group. */
    List<Pending> left() {
        return left;
    }

    /**
     * Where a state's commands go. If the group before changes the state, its success shows that no other process has,
     * up to the time of its append; if it does not, only the store knows.
     */
    private Line line(Entry entry, @Nullable CommitGroup before, Map<StateId, Image> current) {
        Line present = lines.get(entry.id());
        if (present != null) {
            return present;
        }
        Image start = before == null ? null : before.after(entry);
        if (start == null) {
            Image known = current.get(entry.id());
            start = known == null ? context.images().current(entry) : known;
        }
        Line fresh = new Line(context, epoch, entry, start);
        lines.put(entry.id(), fresh);
        return fresh;
    }

    /** A state after this group, if this changes it. */
    private @Nullable Image after(Entry entry) {
        Line line = lines.get(entry.id());
        return line == null || line.records().isEmpty() ? null : line.newest();
    }

    /**
     * Stores what was decided and answers the callers. Commands that lost a race stay unanswered and must be decided
     * again. False if not all was stored as decided, so that what was decided on top of it is void.
     */
    boolean store() {
        lines.values().forEach(this::gather);
        if (!appends.isEmpty()) {
            append();
        }
        lines.values().forEach(Line::forgetErased);
        boolean here = isHere();
        lines.values().forEach(line -> line.settle(here || line.entry().id().equals(Relocation.ID)));
        return lines.values().stream().allMatch(Line::isWhole);
    }

    /** Whether what was decided may be acknowledged: not if the store was stopped meanwhile, to be moved. */
    private boolean isHere() {
        Residence.Look before = look;
        return before == null || lines.isEmpty() || context.residence().stands(before);
    }

    private void gather(Line line) {
        for (Worked.Recorded recorded : line.records()) {
            appends.add(recorded.append());
            lineOfAppend.add(line);
            if (recorded.key() != null) {
                keys.add(recorded.key());
            }
        }
    }

    private void append() {
        lineOfAppend.forEach(line -> line.entry().writing(true));
        try {
            context.deciding().stored().sealing().makeDurable(keys);
            List<AppendResult> results = context.log().append(appends);
            context.counters().group();
            for (int i = 0; i < results.size(); i++) {
                lineOfAppend.get(i).appended(appends.get(i), results.get(i));
            }
            lines.values().forEach(Line::publish);
        } catch (RuntimeException | Error e) {
            lineOfAppend.forEach(line -> line.entry().forget());
            throw e;
        } finally {
            lineOfAppend.forEach(line -> line.entry().writing(false));
        }
    }
}
