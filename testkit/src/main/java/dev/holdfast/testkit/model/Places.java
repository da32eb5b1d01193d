package dev.holdfast.testkit.model;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The places in a document that a change affects. Objects are compared member by member, an array is one value. */
final class Places {
    private Places() {}

    /** The place that the target of an operation names: a key, or a place within one. */
    static JsonPointer named(String target) {
        return target.startsWith("/") ? JsonPointer.parse(target) : JsonPointer.of(target);
    }

    /** The places at which two documents differ, but no deeper than those in {@code whole}. */
    static List<JsonPointer> between(JsonObject before, JsonObject after, Iterable<JsonPointer> whole) {
        List<JsonPointer> places = new ArrayList<>();
        collect(JsonPointer.ROOT, before, after, places);
        for (JsonPointer place : whole) {
            if (places.removeIf(place::isProperPrefixOf)) {
                places.add(place);
            }
        }
        return places;
    }

    private static void collect(
            JsonPointer place, @Nullable Json before, @Nullable Json after, List<JsonPointer> places) {
        if (before instanceof JsonObject from && after instanceof JsonObject to) {
            TreeSet<String> names = new TreeSet<>(from.keys());
            names.addAll(to.keys());
            names.forEach(name -> collect(place.child(name), from.get(name), to.get(name), places));
        } else if (!Objects.equals(before, after)) {
            places.add(place);
        }
    }

    /** Whether the parent of a place is an object, so that it can hold a value. */
    static boolean canHold(JsonObject document, JsonPointer place) {
        return place.parent().resolve(document) instanceof JsonObject;
    }

    /** The document with another value, or none, at a place; null if the place has no parent to hold the value. */
    static @Nullable JsonObject with(JsonObject document, JsonPointer place, @Nullable Json value) {
        Json holder = place.parent().resolve(document);
        if (!(holder instanceof JsonObject object)) {
            return value == null ? document : null;
        }
        JsonObject changed = value == null ? object.without(place.last()) : object.with(place.last(), value);
        return place.parent().isRoot() ? changed : with(document, place.parent(), changed);
    }
}
