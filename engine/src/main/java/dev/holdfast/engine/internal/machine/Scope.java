package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonObject;
import java.time.Instant;

/**
 * What expressions are evaluated on.
 *
 * @param context the document
 * @param event the event, with its type
 * @param now the time of the evaluation
 * @param steps what it may cost
 */
record Scope(JsonObject context, JsonObject event, Instant now, Steps steps) {
    String eventType() {
        String type = event.string("type");
        return type == null ? "" : type;
    }
}
