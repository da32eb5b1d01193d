package dev.holdfast.server.events;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventFeed;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.feed.FeedBatch;
import dev.holdfast.engine.feed.Occurred;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.EventReader;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The events of one subscription, from the feed of its principal. */
final class StateEventReader implements EventReader {
    private final EventFeed feed;
    private final StateEventType type;
    private final EventArguments arguments;
    private final BoundCursor cursors;
    private final EventData data;
    private final Set<String> keys;
    private final Set<String> types;
    private final @Nullable Predicate<StateView> where;
    private final @Nullable Predicate<StateView> until;

    private StateEventReader(
            EventFeed feed,
            Principal principal,
            StateEventType type,
            EventArguments arguments,
            BoundCursor cursors,
            boolean withoutValues) {
        this.feed = feed;
        this.type = type;
        this.arguments = arguments;
        this.cursors = cursors;
        this.data = new EventData(feed, principal, type, arguments, withoutValues);
        this.keys = arguments.texts("keys");
        this.types = arguments.texts("types");
        this.where = condition("where");
        this.until = condition("until");
    }

    /** Takes the feed over; closes it if the arguments are refused. */
    static StateEventReader of(
            EventFeed feed,
            Principal principal,
            StateEventType type,
            EventArguments arguments,
            BoundCursor cursors,
            boolean withoutValues) {
        try {
            return new StateEventReader(feed, principal, type, arguments, cursors, withoutValues);
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
    }

    private @Nullable Predicate<StateView> condition(String name) {
        String source = arguments.text(name);
        return source == null ? null : feed.condition(name, source);
    }

    @Override
    public String cursor() {
        return cursors.of(feed.cursor());
    }

    @Override
    public EventBatch read(int most) {
        return StateEvents.refusing(() -> {
            IdentityHashMap<Event, JsonObject> payloads = new IdentityHashMap<>();
            FeedBatch batch = feed.read(most, event -> isWanted(event, payloads));
            return new EventBatch(
                    batch.events().stream()
                            .map(each -> occurrence(each, payloads))
                            .toList(),
                    cursors.of(batch.cursor()),
                    batch.missed(),
                    batch.more());
        });
    }

    private EventOccurrence occurrence(Occurred occurred, IdentityHashMap<Event, JsonObject> payloads) {
        Event event = occurred.event();
        return new EventOccurrence(
                event.state().value() + ":" + event.revision(),
                event.at(),
                Objects.requireNonNull(payloads.get(event)),
                cursors.of(occurred.cursor()));
    }

    /** What an event carries is worked out with the question whether it counts, as one often needs the other. */
    private boolean isWanted(Event event, IdentityHashMap<Event, JsonObject> payloads) {
        if (!type.mayBe(event) || !concerns(event)) {
            return false;
        }
        JsonObject payload = data.of(event);
        if (payload == null || !meets(event)) {
            return false;
        }
        payloads.put(event, payload);
        return true;
    }

    private boolean concerns(Event event) {
        return (keys.isEmpty() || !Collections.disjoint(keys, event.keys()))
                && (types.isEmpty() || types.contains(event.type().wire()));
    }

    private boolean meets(Event event) {
        return (where == null || feed.after(event).filter(where).isPresent())
                && (until == null
                        || (feed.after(event).filter(until).isPresent()
                                && feed.before(event).filter(until).isEmpty()));
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        feed.await(longest);
    }

    @Override
    public void wake() {
        feed.wake();
    }

    @Override
    public void close() {
        feed.close();
    }
}
