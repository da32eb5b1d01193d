package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Target;
import dev.holdfast.json.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The targets of one write. Within one kind of operation they must not lie within one another; two kinds of operation
 * must not share a key.
 */
final class Targets {
    private static final int LONGEST_KEY = 512;

    private final Set<String> touchedBefore = new HashSet<>();
    private final Set<String> touched = new HashSet<>();
    private PointerTree pointers = new PointerTree();
    private String argument = "";

    /** Begins with the operations of a kind, unless it is the one that is under way. */
    void begin(String kind) {
        if (!kind.equals(argument)) {
            touchedBefore.addAll(touched);
            touched.clear();
            pointers = new PointerTree();
            argument = kind;
        }
    }

    JsonPointer add(Target target) {
        addKey(target.key());
        if (!pointers.addApart(target.pointer())) {
            throw overlap(target.key());
        }
        return target.pointer();
    }

    void addKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_KEY || key.startsWith("/")) {
            throw Failure.invalid(argument, "A key has 1 to 512 bytes and does not begin with a slash.")
                    .toException();
        }
        if (touchedBefore.contains(key)) {
            throw overlap(key);
        }
        touched.add(key);
    }

    private HoldfastException overlap(String key) {
        return Failure.invalid(
                        argument,
                        "The operations of one write must touch different keys; \"" + key
                                + "\" is touched twice. Use one operation for it, or two writes.")
                .toException();
    }
}
