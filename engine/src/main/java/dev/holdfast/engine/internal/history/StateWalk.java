package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes to every state of a store, page by page, so that the number of states costs no memory. */
public final class StateWalk {
    private static final int PAGE = 256;

    private StateWalk() {}

    /** Visits every state that passes the filter, and answers how many there were. */
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
