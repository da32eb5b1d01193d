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

    /** Visits every state that matches the filter, and returns how many there were. */
    public static long of(CommitLog log, HeaderFilter filter, Progress progress, Consumer<StatePage.Listed> visit) {
        long states = 0;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            @Nullable StateId after = null;
            do {
                StatePage page = log.list(shard, filter, after, PAGE);
                page.states().forEach(visit);
                states += page.states().size();
                progress.done(states);
                after = page.next();
            } while (after != null);
        }
        return states;
    }
}
