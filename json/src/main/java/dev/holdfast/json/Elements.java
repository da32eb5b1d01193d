package dev.holdfast.json;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * How an array keeps its elements: immutable, and shared between an array and its edits. Callers have checked the
 * indices.
 *
 * <p>An array of up to {@link #MAX_WIDTH} elements has them flat; a longer one has them in the leaves of a tree.
 */
sealed interface Elements extends Iterable<Json> permits FlatElements, TreeElements {
    // The tree is a B+ tree with positions as keys. Its advantage over a vector of fixed radix is that inserting and
    // removing anywhere cost O(log n) too: RFC 6902 can do both, and a queue is an array that loses its first element.
    // Nodes split when too wide; nodes that have become narrow join. All leaves are at one depth.

    /** The most parts of a node: elements of a leaf, or children. */
    int MAX_WIDTH = 32;

    /** Takes over the array. */
    static Elements of(Json[] elements) {
        return elements.length <= MAX_WIDTH ? new FlatElements(elements) : TreeElements.of(elements);
    }

    Json get(int index);

    /** The leaf that holds the element at {@code index}. */
    FlatElements leafAt(int index);

    int size();

    /** The depth of the deepest element; 0 if there are none. */
    int deepest();

    Elements with(int index, Json value);

    /**
     * These elements and one more. The result may be one part too wide; {@link #inserted} and the nodes above split it.
     */
    Elements stretched(int index, Json value);

    /**
     * These elements without one. The result may be too narrow for a root; {@link #without} and the nodes above mend
     * it.
     */
    Elements shrunk(int index);

    /** How many parts this node has. */
    int width();

    /** A node of some of this node's parts. */
    Elements slice(int fromPart, int toPart);

    /** A node of this node's parts followed by those of {@code right}, which is at the same depth. */
    Elements joined(Elements right);

    default Elements inserted(int index, Json value) {
        Elements result = stretched(index, value);
        return result.width() <= MAX_WIDTH ? result : TreeElements.split(result, index == size());
    }

    default Elements without(int index) {
        Elements result = shrunk(index);
        while (result instanceof TreeElements tree && tree.width() == 1) {
            result = tree.child(0);
        }
        return result;
    }

    @Override
    default Iterator<Json> iterator() {
        return new Iterator<>() {
            private FlatElements leaf = FlatElements.NONE;
            private int leafStart;
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Json next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (next == leafStart + leaf.size()) {
                    leaf = leafAt(next);
                    leafStart = next;
                }
                return leaf.get(next++ - leafStart);
            }
        };
    }
}
