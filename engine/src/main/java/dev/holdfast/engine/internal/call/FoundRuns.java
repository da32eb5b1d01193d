package dev.holdfast.engine.internal.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where searches for work look first: runs that this process has just made ready, and those that an earlier search
 * listed and did not need. To list one run costs a store hardly less than to list a page of them.
 *
 * <p>It is no more than a place to look, since a run may have moved on and others are ready elsewhere. So a search that
 * finds nothing here lists, and one does after every {@value #UNTIL_LISTED} runs whatever is left: else runs that this
 * process did not move would wait behind those that it does (FLOW-24). Safe for use by many threads.
 */
final class FoundRuns {
    /** How many runs are left to the searches for the same at most. */
    static final int MOST_LEFT = 256;

    /** How many runs are given out before a search lists again, whatever is left. */
    static final int UNTIL_LISTED = 64;

    /** How many kinds of searches have runs left to them: a commit looks at each of them. */
    private static final int MOST_SEARCHES = 64;

    private static final Duration UNUSED = Duration.ofMinutes(1);

    private final Cache<HeaderFilter, Left> searches = Caffeine.newBuilder()
            .maximumSize(MOST_SEARCHES)
            .expireAfterAccess(UNUSED)
            .executor(Runnable::run)
            .build();

    /** A run that may have what a search is for; null if it has to list. */
    @Nullable StateId poll(HeaderFilter search) {
        return searches.get(search, any -> new Left()).poll();
    }

    /** Leaves what was listed and not needed to the searches for the same. */
    void leave(HeaderFilter search, List<StateId> runs) {
        searches.get(search, any -> new Left()).add(runs, MOST_LEFT);
    }

    /** Called after every commit by this process. What was listed has room beside what was committed. */
    void committed(StateId state, StateHeader header) {
        if (!header.waitsFor().isEmpty()) {
            searches.asMap().forEach((search, left) -> {
                if (search.matches(header)) {
                    left.add(List.of(state), MOST_LEFT / 2);
                }
            });
        }
    }

    /** What is left to the searches for the same, each run once, in the order in which they came. */
    private static final class Left {
        private final Set<StateId> runs = new LinkedHashSet<>();
        private int given;

        synchronized @Nullable StateId poll() {
            Iterator<StateId> first = runs.iterator();
            if (!first.hasNext() || given == UNTIL_LISTED) {
                given = 0;
                return null;
            }
            given++;
            StateId run = first.next();
            first.remove();
            return run;
        }

        synchronized void add(List<StateId> more, int most) {
            for (int i = 0; i < more.size() && runs.size() < most; i++) {
                runs.add(more.get(i));
            }
        }
    }
}
