package dev.holdfast.engine.machine;

import dev.holdfast.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event that the active states have transitions for.
 *
 * @param event its type, as the definition writes it; may be a wildcard such as {@code pay.*}
 * @param standing whether it would be taken now
 * @param why why not, or what it depends on, with the guards; null if it is taken in any case
 */
public record Possible(
        String event, Standing standing, @Nullable String why) {
    /** Whether an event would be taken now. */
    public enum Standing {
        /** It is taken, whatever comes with it. */
        YES,
        /** It depends on what comes with it. */
        DEPENDS,
        /** No guard holds. */
        NO
    }

    /** The JSON form: {@code event}, {@code possible} ({@code yes}, {@code depends} or {@code no}), {@code why}. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("event", event)
                .put("possible", standing.name().toLowerCase(Locale.ROOT))
                .putIfPresent("why", why)
                .build();
    }
}
