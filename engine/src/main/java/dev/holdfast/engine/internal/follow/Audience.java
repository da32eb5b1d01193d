package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.StateId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may be told of a state, and what they find it by. Immutable.
 *
 * @param owner the principal whose states it is counted among
 * @param readers other principals that may list it
 * @param name its name; null if it has none
 * @param labels its labels
 */
public record Audience(
        String owner, Set<String> readers, @Nullable String name, Map<String, String> labels) {
    public Audience {
        readers = Set.copyOf(readers);
        labels = Map.copyOf(labels);
    }

    /** Where the audience of a state is found. Thread-safe. */
    @FunctionalInterface
    public interface Source {
        /** The audience as of a commit or later; null if it is not known, and anyone may be concerned. */
        @Nullable
        Audience of(StateId state, long revision);
    }
}
