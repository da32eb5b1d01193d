package dev.holdfast.json;

import java.util.Arrays;

/** A few elements: all of a short array, or a leaf. */
final class FlatElements implements Elements {
    static final FlatElements NONE = new FlatElements(new Json[0]);

    private final Json[] elements;
    private final int deepest;

    /** Takes over the array. */
    FlatElements(Json[] elements) {
        this.elements = elements;
        this.deepest = Nesting.deepest(elements);
    }

    @Override
    public Json get(int index) {
        return elements[index];
    }

    @Override
    public FlatElements leafAt(int index) {
        return this;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public int deepest() {
        return deepest;
    }

    @Override
    public Elements with(int index, Json value) {
        Json[] changed = elements.clone();
        changed[index] = value;
        return new FlatElements(changed);
    }

    @Override
    public Elements stretched(int index, Json value) {
        Json[] changed = Arrays.copyOf(elements, elements.length + 1);
        changed[index] = value;
        System.arraycopy(elements, index, changed, index + 1, elements.length - index);
        return new FlatElements(changed);
    }

    @Override
    public Elements shrunk(int index) {
        Json[] rest = Arrays.copyOf(elements, elements.length - 1);
        System.arraycopy(elements, index + 1, rest, index, rest.length - index);
        return new FlatElements(rest);
    }

    @Override
    public int width() {
        return elements.length;
    }

    @Override
    public Elements slice(int fromPart, int toPart) {
        return new FlatElements(Arrays.copyOfRange(elements, fromPart, toPart));
    }

    @Override
    public Elements joined(Elements right) {
        Json[] more = ((FlatElements) right).elements;
        Json[] all = Arrays.copyOf(elements, elements.length + more.length);
        System.arraycopy(more, 0, all, elements.length, more.length);
        return new FlatElements(all);
    }
}
