package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StateId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The ids of states that are found in one way, ascending. */
@FunctionalInterface
public interface IdIndex {
    /**
     * The first id from a place on; null if there is none.
     *
     * @param from where to look from; null for the beginning
     * @param inclusive whether {@code from} itself counts
     */
    @Nullable StateId next(@Nullable StateId from, boolean inclusive);

    /** The ids that are in any of them. */
    static IdIndex union(List<IdIndex> indexes) {
        return (from, inclusive) -> {
            StateId first = null;
            for (IdIndex index : indexes) {
                StateId id = index.next(from, inclusive);
                first = first == null || (id != null && id.compareTo(first) < 0) ? id : first;
            }
            return first;
        };
    }

    /** The ids after a given one, or all if it is null. */
    default Iterator<StateId> after(@Nullable StateId after) {
        return new Iterator<>() {
            private @Nullable StateId id = IdIndex.this.next(after, false);

            @Override
            public boolean hasNext() {
                return id != null;
            }

            @Override
            public StateId next() {
                StateId taken = id;
                if (taken == null) {
                    throw new NoSuchElementException();
                }
                id = IdIndex.this.next(taken, false);
                return taken;
            }
        };
    }

    /**
     * All ids that are in both, and others of the second one: each is found from where the first one leads to, so that
     * it takes as many looks as the smaller of both has ids, however many the other has.
     */
    default IdIndex leadingTo(IdIndex second) {
        return (from, inclusive) -> {
            StateId lead = next(from, inclusive);
            return lead == null ? null : second.next(lead, true);
        };
    }
}
