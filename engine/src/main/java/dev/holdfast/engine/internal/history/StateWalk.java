package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Visits every state of a store, page by page, so that memory does not grow with the number of states. */
public final class StateWalk {
    private static final int PAGE = 256;

    private StateWalk() {}

    /** Visits the id of every state, also of those that cannot be listed, and returns how many there were. */
    public static long ids(CommitLog log, Progress progress, Consumer<StateId> visit) {
        long[] unreadable = {0};
        long listed = pages(log, HeaderFilter.ALL, progress, page -> {
            page.states().forEach(state -> visit.accept(state.id()));
            page.unreadable().forEach(visit);
            unreadable[0] += page.unreadable().size();
        });
        return listed + unreadable[0];
    }

    /** Visits every state that matches the filter, and returns how many there were. */
    public static long of(CommitLog log, HeaderFilter filter, Progress progress, Consumer<StatePage.Listed> visit) {
        return pages(log, filter, progress, page -> page.states().forEach(visit));
    }

    private static long pages(CommitLog log, HeaderFilter filter, Progress progress, Consumer<StatePage> visit) {
        long states = 0;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            @Nullable StateId after = null;
            do {
                StatePage page = log.list(shard, filter, after, PAGE);
                visit.accept(page);
                states += page.states().size();
                progress.done(states);
                after = page.next();
            } while (after != null);
        }
        return states;
    }
}
