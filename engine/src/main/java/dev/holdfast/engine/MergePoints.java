package dev.holdfast.engine;

import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of other states has been merged into one, and what two states have in common because of it. */
final class MergePoints {
    /** All of a state's system facts are read again when one of them changes, so they are kept few. */
    static final int MOST = 1_000;

    private MergePoints() {}

    /**
     * The versions that both states have come from, the newest there are. Two, if each took the other in without knowing
     * that the other was doing the same: then only what both say the same of is known to be common.
     *
     * @throws HoldfastException {@code invalid} if they have nothing in common
     */
    static List<Version> common(Image own, Image other) {
        MergePoint taken = own.facts().merges().get(other.id().value());
        MergePoint given = other.facts().merges().get(own.id().value());
        Version ofOther = taken == null ? null : new Version(other.id(), taken.theirs());
        Version ofOwn = given == null ? null : new Version(own.id(), given.theirs());
        if (taken == null || given == null) {
            return List.of(Objects.requireNonNullElseGet(
                    ofOther, () -> Objects.requireNonNullElseGet(ofOwn, () -> forked(own, other))));
        } else if (taken.theirs() >= given.own()) {
            // What was taken last had the other merge in it already.
            return List.of(Objects.requireNonNull(ofOther));
        } else if (given.theirs() >= taken.own()) {
            return List.of(Objects.requireNonNull(ofOwn));
        }
        return List.of(Objects.requireNonNull(ofOther), Objects.requireNonNull(ofOwn));
    }

    /** A fork's first revision is the document that it was forked from, and is there as long as the fork keeps it. */
    private static Version forked(Image own, Image other) {
        if (isForkOf(own, other)) {
            return new Version(own.id(), 1);
        } else if (isForkOf(other, own)) {
            return new Version(other.id(), 1);
        }
        throw Failure.invalid(
                        "from",
                        "These two have nothing in common: neither is a fork of the other, nor has merged it. Merge a fork"
                                + " of a fork step by step, or copy what you need with state_write.")
                .toException();
    }

    private static boolean isForkOf(Image image, Image other) {
        Version origin = image.facts().origin();
        return origin != null && origin.state().equals(other.id());
    }

    /** The change of the system facts that makes some points others; null if they are the same. */
    static @Nullable JsonObject patch(Map<String, MergePoint> before, Map<String, MergePoint> after) {
        JsonObject points = JsonObject.EMPTY;
        for (String state : differing(before, after)) {
            MergePoint point = after.get(state);
            points = points.with(state, point == null ? JsonNull.NULL : point.toJson());
        }
        return points.isEmpty() ? null : JsonObject.of(SystemFacts.MERGES, points);
    }

    /** How a merge that is about to be recorded changes them, as a merge patch of the system facts. */
    static JsonObject taken(Image image, Change.TakeIn takeIn) {
        JsonObject points = JsonObject.EMPTY;
        for (String state : takeIn.forgotten()) {
            points = points.with(state, JsonNull.NULL);
        }
        MergePoint point = new MergePoint(image.revision() + 1, takeIn.from().revision());
        return JsonObject.of(
                SystemFacts.MERGES, points.with(takeIn.from().state().value(), point.toJson()));
    }

    /**
     * Points after a change of them was taken back. What was merged again since stays as it is.
     *
     * @param left the points that the change left
     * @param wanted those that were there before it
     */
    static SortedMap<String, MergePoint> exchanged(
            Map<String, MergePoint> present, Map<String, MergePoint> left, Map<String, MergePoint> wanted) {
        SortedMap<String, MergePoint> exchanged = new TreeMap<>(present);
        for (String state : differing(left, wanted)) {
            MergePoint point = wanted.get(state);
            boolean asLeft = Objects.equals(present.get(state), left.get(state));
            if (asLeft && point == null) {
                exchanged.remove(state);
            } else if (asLeft) {
                exchanged.put(state, point);
            }
        }
        return exchanged;
    }

    private static SortedSet<String> differing(Map<String, MergePoint> one, Map<String, MergePoint> other) {
        SortedSet<String> states = new TreeSet<>(one.keySet());
        states.addAll(other.keySet());
        states.removeIf(state -> Objects.equals(one.get(state), other.get(state)));
        return states;
    }
}
