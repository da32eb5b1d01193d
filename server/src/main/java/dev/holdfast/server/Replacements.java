package dev.holdfast.server;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.State;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.server.shared.Anticipated;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What values were before events replaced or removed them, told by the document before each. Takes the events one after
 * the other. Not safe for use by several threads.
 */
final class Replacements {
    private static final int VALUE_BYTES = 256;
    private static final int MOST = 16;

    /** Null if it is not known. */
    private @Nullable Json document;

    private Replacements(@Nullable Json document) {
        this.document = document;
    }

    /** Begins before the event of that revision. */
    static Replacements before(State state, long revision) {
        Optional<JsonObject> document = revision <= 1
                ? Optional.of(JsonObject.EMPTY)
                : Anticipated.orElse(
                        Optional.empty(),
                        Set.of(Failure.Code.COMPACTED, Failure.Code.INVALID),
                        () -> Optional.of(state.at(revision - 1).document()));
        return new Replacements(document.orElse(null));
    }

    /** The values that the next event replaced or removed, by pointer: short ones, and the first {@value #MOST}. */
    JsonObject by(Event event) {
        JsonObject.Builder was = JsonObject.builder();
        int shown = 0;
        for (JsonPatch.Operation operation : event.patch().operations()) {
            Json before = document;
            if (before == null) {
                break;
            }
            Json value = isReplaced(operation) ? operation.path().resolve(before) : null;
            if (value != null && shown < MOST && value.canonicalSize() <= VALUE_BYTES) {
                was.put(operation.path().toString(), value);
                shown++;
            }
            document = operation.applyTo(before);
        }
        return was.build();
    }

    private static boolean isReplaced(JsonPatch.Operation operation) {
        return operation instanceof JsonPatch.Operation.Replace || operation instanceof JsonPatch.Operation.Remove;
    }
}
