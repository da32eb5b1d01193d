package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StatePage.Listed;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the states of a store where one that is damaged must not end the look at all others: it is remembered, and
 * the rest is done. A failure of the store itself still ends it. Used by one thread.
 */
public final class StateSurvey {
    private static final int PAGE = 256;

    private final CommitLog log;
    private final History history;
    private final List<Damage> damages = new ArrayList<>();

    /** Prepares one in which nothing was found yet. */
    public StateSurvey(CommitLog log, History history) {
        this.log = log;
        this.history = history;
    }

    /** What was found damaged so far, in the order in which it was found. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    /**
     * Visits every state that matches, by shard and id. One whose header cannot be read is visited with the header that
     * its events give, and remembered as damaged; so all states are listed, whatever is wanted of them.
     *
     * @param ids which ids to look at
     * @return how many states there are
     */
    public long walk(HeaderFilter filter, Predicate<StateId> ids, Progress progress, Consumer<Listed> visit) {
        long states = 0;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            @Nullable StateId after = null;
            do {
                StatePage page = log.list(shard, HeaderFilter.ALL, after, PAGE);
                for (Listed listed : whole(page, ids)) {
                    if (filter.matches(listed.header())) {
                        look(listed.id(), () -> visit.accept(listed));
                    }
                }
                states += page.states().size();
                progress.done(states);
                after = page.next();
            } while (after != null);
        }
        return states;
    }

    /** Does something with one state. If that is damaged it is remembered, and the answer is false. */
    public boolean look(StateId id, Runnable look) {
        try {
            look.run();
            return true;
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            damages.add(new Damage(id, e.damagedRevision().getAsLong(), "it cannot be read: " + e.getMessage()));
            return false;
        }
    }

    /** The states of a page, and with them those whose headers cannot be read, in order. */
    private Iterable<Listed> whole(StatePage page, Predicate<StateId> ids) {
        TreeMap<StateId, Listed> all = new TreeMap<>();
        page.states().stream().filter(listed -> ids.test(listed.id())).forEach(listed -> all.put(listed.id(), listed));
        page.unreadable().stream()
                .filter(ids)
                .forEach(id -> look(id, () -> {
                    Image image = history.load(id).image();
                    if (image.exists()) {
                        all.put(id, new Listed(id, image.revision(), image.header()));
                        damages.add(new Damage(id, image.revision(), "its header cannot be read; its events tell it"));
                    }
                }));
        return all.values();
    }
}
