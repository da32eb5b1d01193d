package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Event;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Events in clear, as they are exported to be read. */
final class OpenedEvents {
    private OpenedEvents() {}

    static JsonObject toJson(Event event) {
        return JsonObject.builder()
                .put("actor", event.actor())
                .put("at", event.at().toString())
                .putIfPresent(
                        "cause", event.cause() == null ? null : event.cause().toJson())
                .putIfPresent("cmd", event.commandId())
                .putIfPresent("note", event.note())
                .putIfPresent("patch", patch(event))
                .put("rev", event.revision())
                .put("state", event.state().value())
                .putIfPresent("system", event.system())
                .put("type", event.type().wire())
                .build();
    }

    private static @Nullable Json patch(Event event) {
        return event.patch().isEmpty() ? null : event.patch().toJson();
    }
}
