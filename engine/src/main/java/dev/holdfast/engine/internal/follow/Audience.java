package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.HeaderFilter;
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

    /** Whether a reader who asks for what a filter matches may be concerned. */
    public boolean mayMatch(HeaderFilter filter) {
        return (owner.equals(filter.principal())
                        || (filter.principal() != null && readers.contains(filter.principal())))
                && labels.entrySet().containsAll(filter.labels().entrySet())
                && (filter.namePrefix() == null || (name != null && name.startsWith(filter.namePrefix())));
    }

    /** Where the audience of a state is found. Thread-safe. */
    @FunctionalInterface
    public interface Source {
        /** The audience as of a commit or later; null if it is not known, and anyone may be concerned. */
        @Nullable Audience of(StateId state, long revision);
    }
}
