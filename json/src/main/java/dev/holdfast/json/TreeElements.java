package dev.holdfast.json;

import java.util.Collection;
import java.util.Iterator;
import org.pcollections.TreePVector;

/** Many elements. */
final class TreeElements implements Elements {
    private final TreePVector<Json> vector;

    private TreeElements(TreePVector<Json> vector) {
        this.vector = vector;
    }

    static TreeElements copyOf(Collection<? extends Json> elements) {
        return new TreeElements(TreePVector.from(elements));
    }

    @Override
    public Json get(int index) {
        return vector.get(index);
    }

    @Override
    public int size() {
        return vector.size();
    }

    @Override
    public Elements with(int index, Json value) {
        return new TreeElements((TreePVector<Json>) vector.with(index, value));
    }

    @Override
    public Elements inserted(int index, Json value) {
        return new TreeElements(vector.plus(index, value));
    }

    @Override
    public Elements without(int index) {
        TreePVector<Json> rest = vector.minus(index);
        return rest.size() > MAX_FLAT ? new TreeElements(rest) : new FlatElements(rest.toArray(Json[]::new));
    }

    @Override
    public Iterator<Json> iterator() {
        return vector.iterator();
    }
}
