package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.Turn;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Stores what was decided elsewhere: commits and bases of another store, as they are. What is in memory of their states
 * is forgotten before this returns, so that the next read asks the store. Safe for use by many threads.
 */
public final class Arrivals {
    private final CommitLog log;
    private final Images images;
    private final Residence residence;
    private final BiConsumer<StateId, StateHeader> committed;

    /**
     * @param residence whether the states of the store are still here
     * @param committed told each state that was added to, and its header; must not block
     */
    public Arrivals(CommitLog log, Images images, Residence residence, BiConsumer<StateId, StateHeader> committed) {
        this.log = log;
        this.images = images;
        this.residence = residence;
        this.committed = committed;
    }

    /**
     * Appends commits, those of each state consecutive.
     *
     * @return an outcome for each
     * @throws dev.holdfast.engine.HoldfastException {@code unavailable} if the store was moved, or is being moved
     */
    public List<AppendResult> append(List<Append> commits) {
        Set<StateId> states = new LinkedHashSet<>();
        commits.forEach(append -> states.add(append.state()));
        List<AppendResult> results = changing(states, () -> log.append(commits));
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof AppendResult.Appended) {
                committed.accept(commits.get(i).state(), commits.get(i).header());
            }
        }
        return results;
    }

    /** Makes a state begin with a base; false, with nothing changed, if it exists or existed. */
    public boolean begin(StateId id, Base base, StateHeader header) {
        boolean begun = changing(Set.of(id), () -> log.begin(id, base, header));
        if (begun) {
            committed.accept(id, header);
        }
        return begun;
    }

    /** Erases a state at a revision, as another store did; false, with nothing changed, if it is not there. */
    public boolean erase(StateId id, long revision) {
        return changing(Set.of(id), () -> log.tombstone(id, revision));
    }

    private <T> T changing(Set<StateId> states, Supplier<T> change) {
        Residence.Look look = residence.look();
        for (StateId state : states) {
            Failure refusal = residence.refusal(look, state);
            if (refusal != null) {
                throw refusal.toException();
            }
        }
        T changed = alone(states.stream().map(images::entry).toList(), change);
        if (!residence.stands(look)) {
            throw Refusals.unavailable(true, "the store was stopped meanwhile, to be moved")
                    .toException();
        }
        return changed;
    }

    @SuppressWarnings("try") // the turn is held, not used
    private <T> T alone(List<Entry> entries, Supplier<T> change) {
        entries.forEach(entry -> entry.writing(true));
        try (Turn turn = log.turn()) {
            return change.get();
        } finally {
            entries.forEach(Entry::forget);
            entries.forEach(entry -> entry.writing(false));
        }
    }
}
