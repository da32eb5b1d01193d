package dev.holdfast.engine.workflow;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How data is made of other data: one CEL expression for the whole, or one for each member of an object.
 *
 * @param whole the expression for all of it; null if {@code members} make it
 * @param members the expressions by member; empty if {@code whole} makes it
 */
public record Mapping(@Nullable String whole, SortedMap<String, String> members) {
    public Mapping {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
}
