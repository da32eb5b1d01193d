package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.CompactedHistory;
import dev.holdfast.engine.internal.commit.Images;
import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StateSurvey;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Calls that compact at once what the upkeep would compact some time. Safe for use by many threads. */
public final class Compacting {
    private final CommitLog log;
    private final History history;
    private final Images images;
    private final Compaction compaction;
    private final Predicate<StateId> follow;
    private final BooleanSupplier open;

    /**
     * Prepares them.
     *
     * @param follow stores an event that changes nothing; false if the state has ended
     * @param open whether to go on; false once the engine closes
     */
    Compacting(
            CommitLog log,
            History history,
            Images images,
            Compaction compaction,
            Predicate<StateId> follow,
            BooleanSupplier open) {
        this.log = log;
        this.history = history;
        this.images = images;
        this.compaction = compaction;
        this.follow = follow;
        this.open = open;
    }

    /** Compacts a state as far as its settings allow; answers how many commits were replaced. */
    public long one(StateId id) {
        return compaction.compact(images.current(id), 1, open);
    }

    /**
     * Replaces the events of an internal state up to a revision by what does not say who made them. A base stands
     * before an event; if none follows, one is made that changes nothing.
     *
     * @return false if some are left: the state has ended, or the store is being moved
     */
    public boolean unname(StateId id, long upTo) {
        boolean followed = images.current(id).revision() > upTo || follow.test(id);
        return followed && compaction.unname(id, upTo, open) > 0;
    }

    /** Compacts every state as far as its settings allow. One that is damaged is left as it is. */
    public CompactedHistory all(Progress progress) {
        StateSurvey survey = new StateSurvey(log, history);
        AtomicLong replaced = new AtomicLong();
        survey.walk(HeaderFilter.ALL, id -> true, progress, listed -> {
            // Loaded beside the cache, which is for states that are used.
            Image newest = history.load(listed.id()).image();
            replaced.addAndGet(compaction.compact(newest, 1, open));
        });
        return new CompactedHistory(replaced.get(), survey.damages());
    }
}
