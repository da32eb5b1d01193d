package dev.holdfast.json;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A few elements. */
final class FlatElements implements Elements {
    static final FlatElements NONE = new FlatElements(new Json[0]);

    private final Json[] elements;

    /** Takes over the array. */
    FlatElements(Json[] elements) {
        this.elements = elements;
    }

    @Override
    public Json get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public Elements with(int index, Json value) {
        Json[] changed = elements.clone();
        changed[index] = value;
        return new FlatElements(changed);
    }

    @Override
    public Elements inserted(int index, Json value) {
        if (elements.length == MAX_FLAT) {
            return TreeElements.copyOf(Arrays.asList(elements)).inserted(index, value);
        }
        Json[] changed = Arrays.copyOf(elements, elements.length + 1);
        changed[index] = value;
        System.arraycopy(elements, index, changed, index + 1, elements.length - index);
        return new FlatElements(changed);
    }

    @Override
    public Elements without(int index) {
        Json[] rest = Arrays.copyOf(elements, elements.length - 1);
        System.arraycopy(elements, index + 1, rest, index, rest.length - index);
        return new FlatElements(rest);
    }

    @Override
    public Iterator<Json> iterator() {
        return List.of(elements).iterator();
    }
}
