package dev.holdfast.engine.internal.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the open states of a principal. They are counted when this process first creates one, and again before it
 * refuses. In between it counts only its own creations, so several processes together may exceed the limit by what they
 * create between two counts. Safe for use by many threads.
 */
public final class StateQuota {
    private static final int PAGE = 1_000;
    private static final int PRINCIPALS_KNOWN = 10_000;

    private final CommitLog log;
    private final int most;
    private final Cache<Principal, AtomicInteger> counts = Caffeine.newBuilder()
            .maximumSize(PRINCIPALS_KNOWN)
            .executor(Runnable::run)
            .build();

    StateQuota(CommitLog log, int most) {
        this.log = log;
        this.most = most;
    }

    /** Counts a state that is about to be created; throws {@code limit} if there are too many. */
    public void take(Principal owner) {
        AtomicInteger count = counts.get(owner, this::counted);
        if (count.incrementAndGet() <= most) {
            return;
        }
        int open = counted(owner).get();
        count.set(open + 1);
        if (open >= most) {
            throw Refusals.limit("states", open + 1L, most, "Close states that are no longer needed.")
                    .toException();
        }
    }

    private AtomicInteger counted(Principal owner) {
        HeaderFilter open = new HeaderFilter(owner.id(), null, Map.of(), null, Phase.OPEN, null);
        int count = 0;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            StateId after = null;
            do {
                StatePage page = log.list(shard, open, after, PAGE);
                count += (int) page.states().stream()
                        .filter(state -> state.header().owner().equals(owner.id()))
                        .count();
                after = page.next();
            } while (after != null);
        }
        return new AtomicInteger(count);
    }
}
