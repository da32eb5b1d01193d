package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What principals own, summed up change by change. Not thread-safe. */
public final class Holdings {
    private final Map<String, Holding> sums = new HashMap<>();

    /**
     * Follows a change of a state.
     *
     * @param before the header as it was; null if the state was not there
     * @param after the header as it is; null if the state is erased
     */
    public void change(@Nullable StateHeader before, @Nullable StateHeader after) {
        if (before != null) {
            add(before.owner(), Holding.NONE.minus(Holding.of(before)));
        }
        if (after != null) {
            add(after.owner(), Holding.of(after));
        }
    }

    /** Adds to what an owner has gained. */
    public void add(String owner, Holding more) {
        Holding sum = of(owner).plus(more);
        if (sum.equals(Holding.NONE)) {
            sums.remove(owner);
        } else {
            sums.put(owner, sum);
        }
    }

    /** What an owner has gained by all changes. */
    public Holding of(String owner) {
        return sums.getOrDefault(owner, Holding.NONE);
    }

    /** The sums that are not zero, by owner. */
    public Map<String, Holding> all() {
        return Collections.unmodifiableMap(sums);
    }
}
