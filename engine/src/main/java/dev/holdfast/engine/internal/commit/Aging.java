package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the states whose events are kept for a limited time, a slice at each look, round after round: so what
 * grows old in states that are not used is found, at a cost that does not grow with their number. Every process walks,
 * from a random state on, so that processes that live for a short time reach all of them together. Used by one thread
 * at a time.
 */
final class Aging {
    /** The most states in a slice. */
    static final int SLICE = 128;

    private final CommitLog log;
    private final RandomGenerator random;
    private int shard = -1;
    private @Nullable StateId after;

    Aging(CommitLog log, RandomGenerator random) {
        this.log = log;
        this.random = random;
    }

    /** The next states of the walk; at its end it begins again. */
    List<StatePage.Listed> slice() {
        if (shard < 0) {
            shard = random.nextInt(log.info().shards());
            after = StateId.mint(random);
        }
        StatePage page = log.list(shard, HeaderFilter.AGING, after, SLICE);
        after = page.next();
        if (after == null) {
            shard = (shard + 1) % log.info().shards();
        }
        return page.states();
    }

    /** Whether a state has an event that its age no longer keeps. */
    boolean isOverdue(StatePage.Listed state, Instant now) {
        Duration keptFor = state.header().keptFor();
        List<Commit> oldest =
                log.read(state.id(), 1, 1, 1, Consistency.LINEARIZABLE).commits();
        return keptFor != null
                && !oldest.isEmpty()
                && Duration.between(oldest.getFirst().at(), now).compareTo(keptFor) > 0;
    }
}
