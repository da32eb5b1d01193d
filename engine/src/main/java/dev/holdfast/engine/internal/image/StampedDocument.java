package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Event;
import dev.holdfast.json.JsonObject;
import java.util.Map;
import java.util.SortedSet;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * A document, and who changed what of it last.
 *
 * @param document the document
 * @param revision the last event that changed it
 * @param stamps who changed each present key last; sorted, because callers can make any number of keys with one hash
 *     code
 */
record StampedDocument(JsonObject document, long revision, PMap<String, Stamp> stamps) {
    static final StampedDocument NONE = new StampedDocument(JsonObject.EMPTY, 0, TreePMap.empty());

    /** The content after an event that changed these keys, or none but the machine, and led to this document. */
    StampedDocument after(Event event, SortedSet<String> keys, JsonObject after) {
        Stamp stamp = new Stamp(event.revision(), event.actor(), event.at());
        PMap<String, Stamp> next = stamps;
        for (String key : keys) {
            next = after.has(key) ? next.plus(key, stamp) : next.minus(key);
        }
        return new StampedDocument(after, event.revision(), next);
    }

    /** The same where an actor made all changes, no matter who did. */
    StampedDocument by(String actor) {
        PMap<String, Stamp> next = stamps;
        for (Map.Entry<String, Stamp> stamped : stamps.entrySet()) {
            Stamp stamp = stamped.getValue();
            next = next.plus(stamped.getKey(), new Stamp(stamp.revision(), actor, stamp.at()));
        }
        return new StampedDocument(document, revision, next);
    }

    /** The same without keys that have ended, whether or not an event has removed them. */
    StampedDocument without(Iterable<String> ended) {
        JsonObject left = document;
        PMap<String, Stamp> leftStamps = stamps;
        for (String key : ended) {
            left = left.without(key);
            leftStamps = leftStamps.minus(key);
        }
        return new StampedDocument(left, revision, leftStamps);
    }
}
