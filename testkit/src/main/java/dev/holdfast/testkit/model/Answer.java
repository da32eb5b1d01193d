package dev.holdfast.testkit.model;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a command, as far as model and engine must agree.
 *
 * @param failure why it was refused; null if it was done
 * @param parts the parts of the result; none with a failure
 */
record Answer(Failure.@Nullable Code failure, Map<String, Object> parts) {
    static final String REVISION = "revision";
    static final String CHANGED = "changed";
    static final String REPLAYED = "replayed";
    static final String VALUES = "values";
    static final String REVERTED = "reverted";
    static final String CONFLICTS = "conflicts";
    static final String HANDLE = "handle";
    static final String CREATED = "created";
    static final String PREVIOUS = "previous";
    static final String DATA_APPLIED = "data applied";
    static final String NAME_LOST = "name lost";

    Answer {
        parts = Map.copyOf(parts);
    }

    static Answer done(long revision) {
        return new Answer(null, Map.of(REVISION, revision));
    }

    static Answer done(long revision, Iterable<String> changed) {
        TreeSet<String> keys = new TreeSet<>();
        changed.forEach(keys::add);
        return new Answer(null, Map.of(REVISION, revision, CHANGED, keys));
    }

    static Answer failed(Failure.Code code) {
        return new Answer(code, Map.of());
    }

    /** The answer of a call of the engine. */
    static Answer of(Supplier<Answer> call) {
        try {
            return call.get();
        } catch (HoldfastException e) {
            return failed(e.failure().code());
        }
    }

    Answer with(String part, Object value) {
        Map<String, Object> more = new TreeMap<>(parts);
        more.put(part, value);
        return new Answer(failure, more);
    }

    Answer without(String part) {
        Map<String, Object> fewer = new TreeMap<>(parts);
        fewer.remove(part);
        return new Answer(failure, fewer);
    }

    Answer replayed(boolean value) {
        return with(REPLAYED, value);
    }

    boolean isReplayed() {
        return Boolean.TRUE.equals(parts.get(REPLAYED));
    }

    boolean isDone() {
        return failure == null;
    }

    String text(String part) {
        return String.valueOf(parts.get(part));
    }

    long revision() {
        return (Long) parts.getOrDefault(REVISION, 0L);
    }
}
