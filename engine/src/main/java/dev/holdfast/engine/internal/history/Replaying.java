package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One call that folds a log again, event by event from its beginning or base, bypassing all caches. */
public final class Replaying {
    private static final int PAGE = 100;

    private final History history;
    private final StateId id;
    private final Image now;

    /** @param now the state as cached, for comparison */
    public Replaying(History history, StateId id, Image now) {
        this.history = history;
        this.id = id;
        this.now = now;
    }

    /**
     * The result of folding a log.
     *
     * @param image the state after the last event
     * @param events how many events were folded
     * @param matches whether the image equals the one that reads show
     */
    public record Refolded(Image image, long events, boolean matches) {}

    public Refolded carryOut(@Nullable Long from, @Nullable Long to, BiConsumer<Event, Image> step) {
        long last = to == null ? now.revision() : to;
        long first = from == null ? Math.min(oldest(), last + 1) : from;
        if (first < 1 || last > now.revision() || first > last + 1) {
            throw Refusals.noSuchRevision(first < 1 ? first : last, now.revision())
                    .toException();
        }
        Image image = history.refold(id, first - 1);
        while (image.revision() < last) {
            int count = (int) Math.min(PAGE, last - image.revision());
            List<Event> page = history.events(id, image.revision() + 1, count);
            if (page.isEmpty()) {
                // Erased meanwhile.
                throw Failure.notFound(id.value()).toException();
            }
            for (Event event : page) {
                image = StoredEvents.apply(image, event);
                step.accept(event, image);
            }
        }
        Image shown = last == now.revision() ? now : history.at(id, last);
        return new Refolded(image, last - first + 1, image.equals(shown));
    }

    /** The revision of the oldest event that is kept. */
    private long oldest() {
        List<Event> kept = history.kept(id, 1, 1);
        return kept.isEmpty() ? now.revision() + 1 : kept.getFirst().revision();
    }
}
