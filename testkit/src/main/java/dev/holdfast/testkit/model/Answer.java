package dev.holdfast.testkit.model;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command led to, as far as model and engine must agree.
 *
 * @param failure why it was not done; null if it was
 * @param revision the revision it answers; 0 with a failure
 * @param changed the keys it changed
 * @param replayed whether it was done before
 */
record Answer(Failure.@Nullable Code failure, long revision, Set<String> changed, boolean replayed) {
    static Answer done(long revision, Set<String> changed) {
        return new Answer(null, revision, new TreeSet<>(changed), false);
    }

    static Answer replayed(long revision, Set<String> changed) {
        return new Answer(null, revision, new TreeSet<>(changed), true);
    }

    static Answer failed(Failure.Code code) {
        return new Answer(code, 0, Set.of(), false);
    }

    /** What a call of the engine answers. */
    static Answer of(Supplier<Answer> call) {
        try {
            return call.get();
        } catch (HoldfastException e) {
            return failed(e.failure().code());
        }
    }
}
