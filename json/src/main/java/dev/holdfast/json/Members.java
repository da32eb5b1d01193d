package dev.holdfast.json;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** How an object keeps its members: immutable, and shared between an object and its edits. */
sealed interface Members permits ArrayMembers, TreeMembers {
    /** The most members that are kept in arrays. */
    int MAX_IN_ARRAYS = 32;

    @Nullable Json get(String name);

    int size();

    /**
     * These members with one put in place of the one of that name, or after the others.
     *
     * @param old the present value of that name; null if there is none
     */
    Members put(String name, @Nullable Json old, Json value);

    /** These members without the one of that name, whose value is {@code old}. */
    Members remove(String name, Json old);

    Set<String> names();

    Set<Map.Entry<String, Json>> entries();

    void forEach(BiConsumer<? super String, ? super Json> action);

    /** As {@link #forEach}, in canonical order. */
    void forEachCanonically(BiConsumer<? super String, ? super Json> action);

    /** The depth of the deepest value; 0 if there are no members. */
    int deepest();
}
