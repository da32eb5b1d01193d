package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Version;
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

/**
 * How much of other states a state includes: by merging them, by being a fork of them, and indirectly, by merging or
 * forking a state that includes them.
 */
public final class MergePoints {
    /**
     * The most points a state may have. All system facts of a state are read again when one of them changes, so there
     * must be few.
     */
    public static final int MOST = 1_000;

    private MergePoints() {}

    /** Up to which revision a state includes other states, and itself. */
    public static SortedMap<String, Long> known(Image image) {
        SortedSet<String> states = new TreeSet<>(image.facts().merges().keySet());
        Version origin = image.facts().origin();
        if (origin != null) {
            states.add(origin.state().value());
        }
        states.add(image.id().value());
        SortedMap<String, Long> known = new TreeMap<>();
        states.forEach(state -> known.put(state, known(image, state)));
        return known;
    }

    /** Up to which revision a state includes another, or itself; 0 for not at all. */
    public static long known(Image image, String state) {
        if (state.equals(image.id().value())) {
            return image.revision();
        }
        MergePoint point = image.facts().merges().get(state);
        long merged = point == null ? 0 : point.theirs();
        Version origin = image.facts().origin();
        return origin != null && origin.state().value().equals(state) ? Math.max(merged, origin.revision()) : merged;
    }

    /**
     * The points that change when {@code own} merges {@code other}: up to which revision it then includes each state; 0
     * for not at all. Points are merged as keys are, from the common versions on: a change by one side counts, whether
     * by a merge or by undoing one; if both sides changed a point, the later revision counts.
     */
    public static SortedMap<String, Long> taken(Image own, Image other, List<Image> common) {
        SortedMap<String, Long> ours = known(own);
        SortedMap<String, Long> theirs = known(other);
        List<SortedMap<String, Long>> bases =
                common.stream().map(MergePoints::known).toList();
        SortedMap<String, Long> taken = new TreeMap<>();
        for (String state : union(ours, theirs)) {
            long our = ours.getOrDefault(state, 0L);
            long their = theirs.getOrDefault(state, 0L);
            boolean weChanged = bases.stream().anyMatch(base -> base.getOrDefault(state, 0L) != our);
            boolean theyChanged = bases.stream().anyMatch(base -> base.getOrDefault(state, 0L) != their);
            boolean later = theyChanged && (!weChanged || their > our);
            if (later && their != our && !state.equals(own.id().value())) {
                taken.put(state, their);
            }
        }
        return taken;
    }

    /** A merge patch of the points that the event at a revision sets; revision 0 removes a point. */
    public static JsonObject points(long revision, Map<String, Long> known) {
        JsonObject points = JsonObject.EMPTY;
        for (Map.Entry<String, Long> state : known.entrySet()) {
            boolean forgotten = state.getValue() == 0;
            points = points.with(
                    state.getKey(), forgotten ? JsonNull.NULL : new MergePoint(revision, state.getValue()).toJson());
        }
        return points;
    }

    /** The change of the system facts from one set of points to another; null if they are the same. */
    public static @Nullable JsonObject patch(Map<String, MergePoint> before, Map<String, MergePoint> after) {
        JsonObject points = JsonObject.EMPTY;
        for (String state : differing(before, after)) {
            MergePoint point = after.get(state);
            points = points.with(state, point == null ? JsonNull.NULL : point.toJson());
        }
        return points.isEmpty() ? null : JsonObject.of(SystemFacts.MERGES, points);
    }

    /** The states whose points differ. */
    public static SortedSet<String> differing(Map<String, MergePoint> one, Map<String, MergePoint> other) {
        SortedSet<String> states = union(one, other);
        states.removeIf(state -> Objects.equals(one.get(state), other.get(state)));
        return states;
    }

    private static SortedSet<String> union(Map<String, ?> one, Map<String, ?> other) {
        SortedSet<String> union = new TreeSet<>(one.keySet());
        union.addAll(other.keySet());
        return union;
    }
}
