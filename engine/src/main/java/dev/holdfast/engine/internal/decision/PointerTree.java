package dev.holdfast.engine.internal.decision;

import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pointers of which none lies within another, by their tokens. To add one costs the length of that pointer, however
 * many there are. Not thread-safe.
 */
public final class PointerTree {
    private final Node root = new Node();

    /** What follows a token. Sorted, because callers can make any number of tokens with one hash code. */
    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();
        private @Nullable JsonPointer end;
    }

    /** Adds a pointer, unless it lies within one that is here or one that is here lies within it; false if so. */
    boolean addApart(JsonPointer pointer) {
        Node node = root;
        for (String token : pointer.tokens()) {
            if (node.end != null) {
                return false;
            }
            node = node.children.computeIfAbsent(token, any -> new Node());
        }
        if (node.end != null || !node.children.isEmpty()) {
            return false;
        }
        node.end = pointer;
        return true;
    }

    /** Whether any pointer begins with a token. */
    boolean holds(String first) {
        return root.children.containsKey(first);
    }

    /** Adds a pointer in place of those that lie within it, unless it lies within one that is here. */
    public void addWhole(JsonPointer pointer) {
        Node node = root;
        for (String token : pointer.tokens()) {
            if (node.end != null) {
                return;
            }
            node = node.children.computeIfAbsent(token, any -> new Node());
        }
        node.children.clear();
        node.end = pointer;
    }

    /** The pointers, in the order of their tokens. */
    public List<JsonPointer> toList() {
        List<JsonPointer> pointers = new ArrayList<>();
        collect(root, pointers);
        return pointers;
    }

    private static void collect(Node node, List<JsonPointer> pointers) {
        if (node.end != null) {
            pointers.add(node.end);
        }
        node.children.values().forEach(child -> collect(child, pointers));
    }
}
