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
 * What of other states has gone into one: by merges, by being forked, and by way of what was merged or forked, in which
 * that of yet others was.
 */
public final class MergePoints {
    /** All of a state's system facts are read again when one of them changes, so they are kept few. */
    public static final int MOST = 1_000;

    private MergePoints() {}

    /** Up to which revision a state has come from others, and from itself. */
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

    /** Up to which revision a state has come from one, which may be itself; 0 for not at all. */
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
     * Up to which revision a state that takes another in has come from others then, where that is another revision than
     * before; 0 for not at all. What either side has learned of a state, or has unlearned by taking a merge back, since
     * the versions that both have come from is what counts, as with keys; where both have, the later revision.
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

    /** The points, as a merge patch of them, of what the event at a revision makes known. */
    public static JsonObject points(long revision, Map<String, Long> known) {
        JsonObject points = JsonObject.EMPTY;
        for (Map.Entry<String, Long> state : known.entrySet()) {
            boolean forgotten = state.getValue() == 0;
            points = points.with(
                    state.getKey(), forgotten ? JsonNull.NULL : new MergePoint(revision, state.getValue()).toJson());
        }
        return points;
    }

    /** The change of the system facts that makes some points others; null if they are the same. */
    public static @Nullable JsonObject patch(Map<String, MergePoint> before, Map<String, MergePoint> after) {
        JsonObject points = JsonObject.EMPTY;
        for (String state : differing(before, after)) {
            MergePoint point = after.get(state);
            points = points.with(state, point == null ? JsonNull.NULL : point.toJson());
        }
        return points.isEmpty() ? null : JsonObject.of(SystemFacts.MERGES, points);
    }

    /** The states of which one has another point than the other. */
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
