package dev.holdfast.engine.internal.workflow;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose expressions are compiled: one for the whole, or one for each member.
 *
 * @param whole the one for the whole; null if the members make it
 * @param members those of the members
 */
record CompiledMapping(@Nullable ScopedExpression whole, SortedMap<String, ScopedExpression> members) {
    Collection<ScopedExpression> expressions() {
        return whole == null ? members.values() : List.of(whole);
    }
}
