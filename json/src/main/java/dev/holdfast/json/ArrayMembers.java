package dev.holdfast.json;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A few members, in the order in which they were put. */
final class ArrayMembers implements Members {
    static final ArrayMembers NONE = new ArrayMembers(new String[0], new Json[0]);

    private final String[] names;
    private final Json[] values;
    private final int deepest;

    /** Takes over the arrays: names are distinct, and nothing may change them later. */
    ArrayMembers(String[] names, Json[] values) {
        this(names, values, Nesting.deepest(values));
    }

    private ArrayMembers(String[] names, Json[] values, int deepest) {
        this.names = names;
        this.values = values;
        this.deepest = deepest;
    }

    @Override
    public @Nullable Json get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Members put(String name, @Nullable Json old, Json value) {
        int index = indexOf(name);
        if (index < 0 && names.length == MAX_IN_ARRAYS) {
            return TreeMembers.of(this).put(name, old, value);
        }
        int at = index < 0 ? names.length : index;
        String[] newNames = index < 0 ? Arrays.copyOf(names, at + 1) : names;
        Json[] newValues = Arrays.copyOf(values, newNames.length);
        newNames[at] = name;
        newValues[at] = value;
        return new ArrayMembers(newNames, newValues);
    }

    @Override
    public Members remove(String name, Json old) {
        int index = indexOf(name);
        int size = names.length - 1;
        String[] newNames = Arrays.copyOf(names, size);
        Json[] newValues = Arrays.copyOf(values, size);
        System.arraycopy(names, index + 1, newNames, index, size - index);
        System.arraycopy(values, index + 1, newValues, index, size - index);
        return size == 0 ? NONE : new ArrayMembers(newNames, newValues);
    }

    @Override
    public Set<String> names() {
        return new View<>(i -> names[i]);
    }

    @Override
    public Set<Map.Entry<String, Json>> entries() {
        return new View<>(i -> Map.entry(names[i], values[i]));
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public void forEachCanonically(BiConsumer<? super String, ? super Json> action) {
        ArrayMembers inOrder = isSorted() ? this : sorted();
        inOrder.forEach(action);
    }

    private boolean isSorted() {
        for (int i = 1; i < names.length; i++) {
            if (names[i - 1].compareTo(names[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    /** These members by insertion sort, which is quick for so few. */
    private ArrayMembers sorted() {
        String[] newNames = names.clone();
        Json[] newValues = values.clone();
        for (int i = 1; i < newNames.length; i++) {
            String name = newNames[i];
            Json value = newValues[i];
            int at = i;
            for (; at > 0 && newNames[at - 1].compareTo(name) > 0; at--) {
                newNames[at] = newNames[at - 1];
                newValues[at] = newValues[at - 1];
            }
            newNames[at] = name;
            newValues[at] = value;
        }
        return new ArrayMembers(newNames, newValues, deepest);
    }

    @Override
    public int deepest() {
        return deepest;
    }

    /** The members seen one by one, through {@code part}. */
    private final class View<T> extends AbstractSet<T> {
        private final IntFunction<T> part;

        View(IntFunction<T> part) {
            this.part = part;
        }

        @Override
        public int size() {
            return names.length;
        }

        @Override
        public Iterator<T> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < names.length;
                }

                @Override
                public T next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return part.apply(next++);
                }
            };
        }
    }
}
