package dev.holdfast.engine;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;

/** Reads logs: folds them into images, as far as asked, and lists their events. */
final class History {
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

    private final CommitLog log;

    History(CommitLog log) {
        this.log = log;
    }

    /** Folds into an image what follows it in the log, up to a revision. */
    Image fold(Image from, long upTo) {
        return foldWhile(from, event -> event.revision() <= upTo);
    }

    /** The state as it was at a revision. */
    Image at(StateId id, long revision) {
        return fold(Image.absent(id), revision);
    }

    /** The state as it was at a time: after the last event not later than it. */
    Image at(StateId id, Instant time) {
        return foldWhile(Image.absent(id), event -> !event.at().isAfter(time));
    }

    /** An event with the documents it leads from and to, and the keys that had a time to live after it. */
    record Step(Event event, JsonObject before, JsonObject after, Set<String> timedKeys) {}

    /** The steps made at the given revisions, found in one pass over the log. */
    Map<Long, Step> steps(StateId id, SortedSet<Long> revisions) {
        Map<Long, Step> steps = new HashMap<>();
        Image image = Image.absent(id);
        for (long revision : revisions) {
            Image before = fold(image, revision - 1);
            Event event = events(id, revision, 1).getFirst();
            image = before.apply(event);
            steps.put(
                    revision,
                    new Step(
                            event,
                            before.document(),
                            image.document(),
                            image.facts().ends().keySet()));
        }
        return steps;
    }

    /** Events from a revision on, oldest first. */
    List<Event> events(StateId id, long fromRevision, int max) {
        List<Event> events = new ArrayList<>();
        long next = fromRevision;
        boolean more = true;
        while (more && events.size() < max) {
            CommitPage page = page(id, next, max - events.size());
            page.commits().forEach(commit -> events.add(EventCodec.decode(commit.event())));
            next += page.commits().size();
            more = page.more();
        }
        return events;
    }

    private Image foldWhile(Image from, Predicate<Event> wanted) {
        Image image = from;
        boolean more = true;
        while (more) {
            CommitPage page = page(image.id(), image.revision() + 1, PAGE_COMMITS);
            for (Commit commit : page.commits()) {
                Event event = EventCodec.decode(commit.event());
                if (!wanted.test(event)) {
                    return image;
                }
                image = image.apply(event);
            }
            more = page.more();
        }
        return image;
    }

    private CommitPage page(StateId id, long from, int max) {
        CommitPage page = log.read(id, from, Math.min(max, PAGE_COMMITS), PAGE_BYTES, Consistency.LINEARIZABLE);
        if (page.base() != null) {
            throw StoreUnavailableException.unusable("the log of " + id + " was compacted by a newer version");
        }
        return page;
    }
}
