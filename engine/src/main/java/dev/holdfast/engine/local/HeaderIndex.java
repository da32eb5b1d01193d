package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds states in memory by what their headers say, without looking at others. Not thread-safe. */
public final class HeaderIndex {
    private final NavigableSet<byte[]> keys = new TreeSet<>(HeaderKeys.ORDER);

    /**
     * Follows a change of a state.
     *
     * @param before the header as it was; null if the state was not indexed
     * @param after the header as it is; null if the state is not to be found any more
     */
    public void change(StateId id, @Nullable StateHeader before, @Nullable StateHeader after) {
        if (before != null && after != null && findsAlike(before, after)) {
            return;
        }
        if (before != null) {
            HeaderKeys.of(id, before).forEach(keys::remove);
        }
        if (after != null) {
            keys.addAll(HeaderKeys.of(id, after));
        }
    }

    private static boolean findsAlike(StateHeader one, StateHeader other) {
        return one.owner().equals(other.owner())
                && one.readers().equals(other.readers())
                && Objects.equals(one.nextDue(), other.nextDue())
                && (one.keptFor() == null) == (other.keptFor() == null)
                && one.waitsFor().equals(other.waitsFor());
    }

    /** The keys from a given one on, ascending. Changes to it are not allowed. */
    public NavigableSet<byte[]> from(byte[] key, boolean inclusive) {
        return keys.tailSet(key, inclusive);
    }
}
