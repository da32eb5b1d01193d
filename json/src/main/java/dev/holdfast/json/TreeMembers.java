package dev.holdfast.json;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** Many members, in canonical order. */
final class TreeMembers implements Members {
    // A search tree and not a hash trie, for two reasons. The order of String.compareTo is that of UTF-16 code units,
    // which is the canonical one, so the canonical form needs no sorting. And names come from untrusted callers, who
    // can make any number of strings with one hash code; a tree does not mind.

    private final TreePMap<String, Json> tree;
    private final DepthCounts depths;

    private TreeMembers(TreePMap<String, Json> tree, DepthCounts depths) {
        this.tree = tree;
        this.depths = depths;
    }

    static TreeMembers of(ArrayMembers members) {
        NavigableMap<String, Json> sorted = new TreeMap<>();
        members.forEach(sorted::put);
        return of(sorted);
    }

    static TreeMembers of(NavigableMap<String, Json> members) {
        return new TreeMembers(
                TreePMap.fromSortedMap(members), DepthCounts.of(members.values().iterator()));
    }

    @Override
    public @Nullable Json get(String name) {
        return tree.get(name);
    }

    @Override
    public int size() {
        return tree.size();
    }

    @Override
    public Members put(String name, @Nullable Json old, Json value) {
        return new TreeMembers(tree.plus(name, value), depths.changed(old, value));
    }

    @Override
    public Members remove(String name, Json old) {
        TreePMap<String, Json> rest = tree.minus(name);
        if (rest.size() > MAX_IN_ARRAYS) {
            return new TreeMembers(rest, depths.changed(old, null));
        }
        return new ArrayMembers(
                rest.keySet().toArray(String[]::new), rest.values().toArray(Json[]::new));
    }

    @Override
    public Set<String> names() {
        return tree.keySet();
    }

    @Override
    public Set<Map.Entry<String, Json>> entries() {
        return tree.entrySet();
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        for (Map.Entry<String, Json> member : tree.entrySet()) {
            action.accept(member.getKey(), member.getValue());
        }
    }

    @Override
    public void forEachCanonically(BiConsumer<? super String, ? super Json> action) {
        forEach(action);
    }

    @Override
    public int deepest() {
        return depths.deepest();
    }
}
