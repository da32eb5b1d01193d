package dev.holdfast.engine.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds a transition. Not thread-safe. */
public final class TransitionBuilder {
    private final JsonObject.Builder json = JsonObject.builder();
    private final List<Json> actions = new ArrayList<>();

    TransitionBuilder() {}

    /** Leads to a state: its name beside the source, {@code .child}, {@code #id}; or to several at once. */
    public TransitionBuilder to(String... targets) {
        json.put(
                "target",
                targets.length == 1
                        ? Json.of(targets[0])
                        : JsonArray.copyOf(Stream.of(targets).map(Json::of).toList()));
        return this;
    }

    /** Leads to a state beside the source. */
    public TransitionBuilder to(Enum<?> target) {
        return to(StateBuilder.name(target));
    }

    /** Is taken only where a CEL expression over {@code context} and {@code event} holds. */
    public TransitionBuilder guard(String cel) {
        json.put("guard", cel);
        return this;
    }

    /** Leaves the source and enters it again where it leads into it. */
    public TransitionBuilder reenter() {
        json.put("reenter", true);
        return this;
    }

    /** Sets a key of the document to the value of a CEL expression. */
    public TransitionBuilder assign(String key, String cel) {
        actions.add(StateBuilder.assignment(key, cel));
        return this;
    }

    /** Sends an event to the machine itself. */
    public TransitionBuilder raise(String event) {
        actions.add(JsonObject.of("raise", Json.of(event)));
        return this;
    }

    JsonObject build() {
        return actions.isEmpty()
                ? json.build()
                : json.put("actions", JsonArray.copyOf(actions)).build();
    }

    @Override
    public String toString() {
        return "TransitionBuilder" + json.build();
    }
}
