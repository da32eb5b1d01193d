package dev.holdfast.json;

import java.util.Collection;

/** How an array keeps its elements: immutable, and shared between an array and its edits. Indices have been checked. */
sealed interface Elements extends Iterable<Json> permits FlatElements, TreeElements {
    /** The most elements that are kept in one array. */
    int MAX_FLAT = 32;

    static Elements copyOf(Collection<? extends Json> elements) {
        return elements.size() > MAX_FLAT
                ? TreeElements.copyOf(elements)
                : new FlatElements(elements.toArray(Json[]::new));
    }

    Json get(int index);

    int size();

    Elements with(int index, Json value);

    Elements inserted(int index, Json value);

    Elements without(int index);
}
