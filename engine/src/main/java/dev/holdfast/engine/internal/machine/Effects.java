package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What actions do: the document as it is by now, and the events that wait to be taken. Not thread-safe. */
final class Effects {
    /** How many raised events may wait at once. */
    static final int MOST_WAITING = 1_000;

    private final String firstEvent;
    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private Scope scope;
    private boolean assigned;

    Effects(JsonObject context, JsonObject event, Instant now, Steps steps) {
        this.scope = new Scope(context, event, now, steps);
        this.firstEvent = scope.eventType();
    }

    /** What expressions are evaluated on now. */
    Scope scope() {
        return scope;
    }

    JsonObject context() {
        return scope.context();
    }

    Steps steps() {
        return scope.steps();
    }

    /** The type of the event that everything began with. */
    String firstEvent() {
        return firstEvent;
    }

    /** Begins to look out for assignments. */
    void begin() {
        assigned = false;
    }

    /** Whether an action has assigned anything since then, even what was there before. */
    boolean haveAssigned() {
        return assigned;
    }

    void run(List<Action> actions) {
        for (Action action : actions) {
            steps().spend(Steps.NODE);
            switch (action) {
                case Action.Assign(Map<String, Value> values) -> assign(values);
                case Action.Raise(String type, Map<String, Value> data) ->
                    raise(new Value.Members(data).in(scope).with("type", Json.of(type)));
            }
        }
    }

    private void assign(Map<String, Value> values) {
        Map<String, Json> results = new LinkedHashMap<>();
        values.forEach((key, value) -> results.put(key, value.in(scope)));
        JsonObject context = scope.context();
        for (Map.Entry<String, Json> result : results.entrySet()) {
            context = context.with(result.getKey(), result.getValue());
        }
        scope = new Scope(context, scope.event(), scope.now(), steps());
        assigned = true;
    }

    /** Puts an event behind those that wait. */
    void raise(JsonObject event) {
        if (waiting.size() == MOST_WAITING) {
            throw StepRefusals.endless(firstEvent, "raised events at a time", MOST_WAITING);
        }
        waiting.add(event);
    }

    /** Turns to the next event that waits; false if there is none. */
    boolean nextEvent() {
        JsonObject next = waiting.poll();
        if (next != null) {
            scope = new Scope(scope.context(), next, scope.now(), steps());
        }
        return next != null;
    }
}
