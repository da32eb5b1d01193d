package dev.holdfast.server.shared;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import java.util.Set;
import java.util.function.Supplier;

/** Failures of the engine that a caller expects as a result. */
public final class Anticipated {
    private Anticipated() {}

    /** The result of the work, or {@code otherwise} if it fails with one of these codes. */
    public static <T> T orElse(T otherwise, Set<Failure.Code> codes, Supplier<T> work) {
        try {
            return work.get();
        } catch (HoldfastException e) {
            if (codes.contains(e.failure().code())) {
                return otherwise;
            }
            throw e;
        }
    }
}
