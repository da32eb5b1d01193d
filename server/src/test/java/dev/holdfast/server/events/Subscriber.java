package dev.holdfast.server.events;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One subscription as a client keeps it: its arguments, its cursor, and what it has seen. */
final class Subscriber {
    private final Caller caller;
    private final String type;
    private final JsonObject arguments;
    private final List<EventOccurrence> seen = new ArrayList<>();
    private @Nullable String cursor;
    private int gaps;

    Subscriber(Caller caller, String type, JsonObject arguments) {
        this.caller = caller;
        this.type = type;
        this.arguments = arguments;
    }

    EventReader open(Holdfast holdfast) {
        return open(holdfast, null);
    }

    EventReader open(Holdfast holdfast, @Nullable Duration maxAge) {
        return new StateEvents(holdfast).open(new EventRequest(type, arguments, cursor, maxAge, caller));
    }

    /** Polls once; the first time only the present is told. */
    EventBatch poll(Holdfast holdfast, int most) throws InterruptedException {
        try (EventReader reader = open(holdfast)) {
            if (cursor == null) {
                cursor = reader.cursor();
                return new EventBatch(List.of(), cursor, false, false);
            }
            EventBatch batch = reader.read(most);
            take(batch);
            return batch;
        }
    }

    /** Polls until there is no more. */
    void pollAll(Holdfast holdfast, int most) throws InterruptedException {
        EventBatch batch = poll(holdfast, most);
        while (batch.more()) {
            batch = poll(holdfast, most);
        }
    }

    /** Reads a stream for some batches, and leaves it after the last event or in the middle of a batch. */
    void stream(Holdfast holdfast, int most, int batches, boolean leave) throws InterruptedException {
        try (EventReader reader = open(holdfast)) {
            cursor = reader.cursor();
            for (int i = 0; i < batches; i++) {
                EventBatch batch = reader.read(most);
                if (leave && batch.events().size() > 1) {
                    EventOccurrence first = batch.events().getFirst();
                    seen.add(first);
                    cursor = first.cursor();
                    return;
                }
                take(batch);
            }
        }
    }

    private void take(EventBatch batch) {
        seen.addAll(batch.events());
        gaps += batch.truncated() ? 1 : 0;
        cursor = batch.cursor();
    }

    void resumeFrom(@Nullable String place) {
        cursor = place;
    }

    @Nullable String cursor() {
        return cursor;
    }

    List<EventOccurrence> seen() {
        return seen;
    }

    List<String> ids() {
        return seen.stream().map(EventOccurrence::id).toList();
    }

    int gaps() {
        return gaps;
    }
}
