package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the states of one page of a listing by {@link HeaderKeys}, wherever these are kept.
 *
 * @param filter which states are wanted
 * @param after the last id of the page before; null for the first page
 */
public record HeaderSearch(HeaderFilter filter, @Nullable StateId after) {
    /** The most states that are looked at for one page: the caller goes on from there, and others are not held up. */
    public static final int MOST_LOOKED_AT = 2_000;

    /**
     * The states that may match, by ascending id; null if all may.
     *
     * @param keysFrom the keys that are kept from a given one on, ascending
     */
    public @Nullable Iterator<StateId> candidates(Function<byte[], Iterator<byte[]>> keysFrom) {
        if (!filter.waitsFor().isEmpty()) {
            return waiting(
                            filter,
                            what -> index(HeaderKeys.waitingFor(what), keysFrom),
                            principal -> index(HeaderKeys.ofPrincipal(principal), keysFrom))
                    .after(after);
        } else if (filter.principal() != null) {
            return within(HeaderKeys.ofPrincipal(filter.principal()), keysFrom);
        } else if (filter.dueBefore() != null) {
            return due(filter.dueBefore(), keysFrom);
        }
        return filter.aging() ? within(HeaderKeys.aging(), keysFrom) : null;
    }

    /**
     * A page of the states that match.
     *
     * @param states candidates by ascending id, all of them greater than {@link #after}
     * @param look what is known of a state; null if it is not listed
     */
    public StatePage page(Iterator<StateId> states, Function<StateId, StatePage.@Nullable Listed> look, int max) {
        List<StatePage.Listed> page = new ArrayList<>();
        StateId last = null;
        for (int looked = 0; states.hasNext(); looked++) {
            if (page.size() == max || looked == MOST_LOOKED_AT) {
                return new StatePage(page, last);
            }
            last = states.next();
            StatePage.Listed listed = look.apply(last);
            if (listed != null && filter.matches(listed.header())) {
                page.add(listed);
            }
        }
        return new StatePage(page, null);
    }

    private Iterator<StateId> within(byte[] prefix, Function<byte[], Iterator<byte[]>> keysFrom) {
        Iterator<byte[]> keys = keysFrom.apply(after == null ? prefix : next(HeaderKeys.with(prefix, after)));
        return new Iterator<>() {
            private byte @Nullable [] key = take();

            private byte @Nullable [] take() {
                byte[] found = keys.hasNext() ? keys.next() : null;
                return found != null && HeaderKeys.startsWith(found, prefix) ? found : null;
            }

            @Override
            public boolean hasNext() {
                return key != null;
            }

            @Override
            public StateId next() {
                byte[] taken = key;
                if (taken == null) {
                    throw new NoSuchElementException();
                }
                key = take();
                return HeaderKeys.id(taken);
            }
        };
    }

    /**
     * The states that wait for any of what a filter names, and may match it. Where it names a principal too, neither
     * what waits for others nor what else the principal has is looked at one by one.
     */
    public static IdIndex waiting(
            HeaderFilter filter, Function<String, IdIndex> byWhat, Function<String, IdIndex> byPrincipal) {
        IdIndex waiting = IdIndex.union(filter.waitsFor().stream().map(byWhat).toList());
        String principal = filter.principal();
        return principal == null ? waiting : waiting.leadingTo(byPrincipal.apply(principal));
    }

    private static IdIndex index(byte[] prefix, Function<byte[], Iterator<byte[]>> keysFrom) {
        return (from, inclusive) -> {
            byte[] key = from == null ? prefix : HeaderKeys.with(prefix, from);
            Iterator<byte[]> keys = keysFrom.apply(inclusive || from == null ? key : next(key));
            byte[] found = keys.hasNext() ? keys.next() : null;
            return found != null && HeaderKeys.startsWith(found, prefix) ? HeaderKeys.id(found) : null;
        };
    }

    /** Few states are due, as a rule, so they are all taken and sorted. */
    private Iterator<StateId> due(Instant before, Function<byte[], Iterator<byte[]>> keysFrom) {
        byte[] end = HeaderKeys.dueFrom(before);
        NavigableSet<StateId> due = new TreeSet<>();
        Iterator<byte[]> keys = keysFrom.apply(new byte[] {HeaderKeys.DUE});
        byte[] key = keys.hasNext() ? keys.next() : null;
        while (key != null && HeaderKeys.ORDER.compare(key, end) < 0) {
            due.add(HeaderKeys.id(key));
            key = keys.hasNext() ? keys.next() : null;
        }
        return Collections.unmodifiableNavigableSet(after == null ? due : due.tailSet(after, false))
                .iterator();
    }

    /** The smallest key that is greater. */
    private static byte[] next(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
