package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import java.util.Set;
import java.util.function.Supplier;

/** Failures that are an answer to whoever asks the engine. */
final class Anticipated {
    private Anticipated() {}

    /** What the work answers, or {@code otherwise} if it fails with one of these codes. */
    static <T> T orElse(T otherwise, Set<Failure.Code> codes, Supplier<T> work) {
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
