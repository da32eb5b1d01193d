package dev.holdfast.json;

import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of an object being built. */
final class MemberBuffer {
    private static final int INITIAL_CAPACITY = 8;

    private String[] names = new String[INITIAL_CAPACITY];
    private Json[] values = new Json[INITIAL_CAPACITY];
    private int size;

    /** Holds all the members once they are too many for the arrays. */
    private @Nullable TreeMap<String, Json> tree;

    /** Puts a member in place of the one of that name, or after the others; returns whether the name was new. */
    boolean put(String name, Json value) {
        if (tree != null) {
            return tree.put(name, value) == null;
        }
        int index = indexOf(name);
        if (index >= 0) {
            values[index] = value;
            return false;
        }
        if (size == Members.MAX_IN_ARRAYS) {
            tree = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                tree.put(names[i], values[i]);
            }
            tree.put(name, value);
        } else {
            append(name, value);
        }
        return true;
    }

    private int indexOf(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void append(String name, Json value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size] = value;
        size++;
    }

    JsonObject toObject() {
        if (tree != null) {
            return new JsonObject(TreeMembers.of(tree));
        }
        return size == 0
                ? JsonObject.EMPTY
                : new JsonObject(new ArrayMembers(Arrays.copyOf(names, size), Arrays.copyOf(values, size)));
    }
}
