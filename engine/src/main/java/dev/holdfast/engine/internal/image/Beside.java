package dev.holdfast.engine.internal.image;

import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a state has beside its document.
 *
 * @param json all of it, as events change it
 * @param settings its part that callers set, read
 * @param facts its part that calls and time bring about, read
 */
record Beside(JsonObject json, Settings settings, SystemFacts facts) {
    static final Beside NONE = new Beside(JsonObject.EMPTY, Settings.NONE, SystemFacts.NONE);

    static Beside parse(JsonObject json) {
        return new Beside(json, Settings.parse(json), SystemFacts.parse(json));
    }

    /** After a merge patch; null changes nothing. */
    Beside after(@Nullable JsonObject patch) {
        return patch == null ? this : parse((JsonObject) JsonMergePatch.apply(json, patch));
    }

    /** As it reads at a time, whether or not an event has removed what has ended. */
    Beside liveAt(Instant now) {
        return new Beside(json, settings, facts.liveAt(now));
    }
}
