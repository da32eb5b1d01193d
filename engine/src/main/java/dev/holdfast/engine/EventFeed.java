package dev.holdfast.engine;

import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.FeedQuery;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.feed.PastImages;
import dev.holdfast.engine.internal.feed.PrincipalFeed;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The events of one state, or of all states that a principal may list, read at the reader's own pace. Its cursors
 * outlive it: a feed opened with one, by any process on the store, goes on from there. Every event is delivered at
 * least once and those of a state in their order; what can no longer be delivered is told as missed. What the principal
 * may see is looked at in every read. A slow reader delays nothing and holds nothing. Not safe for use by several
 * threads.
 */
public final class EventFeed implements AutoCloseable {
    private final Engine engine;
    private final Principal principal;
    private final PrincipalFeed feed;
    private final PastImages images;

    EventFeed(Engine engine, Principal principal, FeedQuery query) {
        this.engine = engine;
        this.principal = principal;
        this.feed = PrincipalFeed.open(engine, principal, query);
        this.images = new PastImages(engine, principal);
    }

    /** Where the next read begins. */
    public String cursor() {
        return feed.cursor();
    }

    /**
     * Reads on, without waiting.
     *
     * @param most how many events to return, at least 1
     * @param wanted which events count; the feed passes the others by
     * @throws HoldfastException {@code not_found} if the one state is gone, or the principal may not see it any more
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store cannot be read; another read goes on where
     *     this one began
     */
    public FeedBatch read(int most, Predicate<Event> wanted) {
        return feed.read(most, wanted);
    }

    /**
     * Waits until there may be more to read. Returns early at the first call, as what came before it was not waited
     * for.
     *
     * @param longest the longest wait
     * @throws InterruptedException if the thread is interrupted
     */
    public void await(Duration longest) throws InterruptedException {
        feed.await(longest);
    }

    /** Ends a wait, this or the next one. The only method that other threads may call. */
    public void wake() {
        feed.wake();
    }

    /** The state right after an event of this feed; empty if that is no longer kept. */
    public Optional<StateView> after(Event event) {
        return view(event.state(), event.revision());
    }

    /** The state right before an event of this feed; empty if that is no longer kept, or the event created it. */
    public Optional<StateView> before(Event event) {
        return view(event.state(), event.revision() - 1);
    }

    private Optional<StateView> view(StateId state, long revision) {
        return Optional.ofNullable(images.at(state, revision)).map(StateView::new);
    }

    /**
     * A condition on documents, as {@link WaitFor#until()} is one. It does not hold where it cannot be told.
     *
     * @param argument where it was given, to name in a refusal
     * @param source CEL over {@code self}, the document
     * @throws HoldfastException {@code invalid} if it cannot be compiled
     */
    public Predicate<StateView> condition(String argument, String source) {
        Validator.Condition condition =
                engine.longWork().work(principal, steps -> engine.validator().condition(argument, source, steps));
        return view -> holds(condition, view.image());
    }

    private boolean holds(Validator.Condition condition, Image image) {
        return engine.longWork().work(principal, steps -> condition.holds(image.document(), engine.now(), steps));
    }

    @Override
    public void close() {
        feed.close();
    }

    @Override
    public String toString() {
        return "EventFeed[for " + principal.id() + "]";
    }
}
