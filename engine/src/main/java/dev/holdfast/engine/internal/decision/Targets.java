package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Target;
import dev.holdfast.json.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one write. Within one kind of operation they must not lie within one another; two kinds of operation
 * must not share a key.
 */
final class Targets {
    private static final int LONGEST_KEY = 512;
    private static final int MOST_BYTES_PER_CHAR = 3;

    /** The kind of operation that touches a key, as the number of its turn. */
    private final Map<String, Integer> touched = new HashMap<>();

    /** Those of the present kind that lie within a key; most writes have none. */
    private @Nullable PointerTree within;

    private int turn;
    private String argument = "";

    /** Begins with the operations of a kind, unless it is the one that is under way. */
    void begin(String kind) {
        if (!kind.equals(argument)) {
            within = null;
            turn++;
            argument = kind;
        }
    }

    JsonPointer add(Target target) {
        JsonPointer pointer = target.pointer();
        boolean first = touch(target.key());
        boolean apart = pointer.tokens().size() == 1 ? first : addWithin(pointer, first);
        if (!apart) {
            throw overlap(target.key());
        }
        return pointer;
    }

    /** What lies within a key stands apart from others there, but not from the key as a whole, which is no such. */
    private boolean addWithin(JsonPointer pointer, boolean first) {
        PointerTree tree = within;
        if (tree == null) {
            tree = new PointerTree();
            within = tree;
        }
        return (first || tree.holds(pointer.first())) && tree.addApart(pointer);
    }

    void addKey(String key) {
        touch(key);
    }

    /** Notes a key; whether it is new to this kind of operation. */
    private boolean touch(String key) {
        boolean tooLong = key.length() > LONGEST_KEY / MOST_BYTES_PER_CHAR
                && key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY;
        if (key.isEmpty() || tooLong || key.startsWith("/")) {
            throw Failure.invalid(argument, "A key has 1 to 512 bytes and does not begin with a slash.")
                    .toException();
        }
        Integer before = touched.putIfAbsent(key, turn);
        if (before != null && before != turn) {
            throw overlap(key);
        }
        return before == null;
    }

    private HoldfastException overlap(String key) {
        return Failure.invalid(
                        argument,
                        "The operations of one write must touch different keys; \"" + key
                                + "\" is touched twice. Use one operation for it, or two writes.")
                .toException();
    }
}
