package dev.holdfast.engine;

import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What an event led to.
 *
 * @param revision the state's revision after it
 * @param changed the keys of the document that changed
 * @param configuration what is active after it; null for a retry whose revision is no longer kept
 * @param document the document after it; null likewise
 * @param possible the events that are possible after it, with why others are not
 * @param replayed whether the command was a retry of one carried out before
 */
public record Sent(
        long revision,
        SortedSet<String> changed,
        @Nullable Configuration configuration,
        @Nullable JsonObject document,
        List<Possible> possible,
        boolean replayed) {
    public Sent {
        possible = List.copyOf(possible);
    }
}
