package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.NearestName;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers what is wrong with a definition. Not thread-safe. */
final class Problems {
    private static final int MOST = 100;
    private static final int LONGEST_SHOWN = 60;

    private final List<MachineProblem> found = new ArrayList<>();

    void add(JsonPointer at, Kind kind, String message) {
        if (!areMany()) {
            found.add(new MachineProblem(at.toString(), kind, message));
        }
    }

    /** Whether no more are gathered. */
    boolean areMany() {
        return found.size() >= MOST;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<MachineProblem> list() {
        return List.copyOf(found);
    }

    /** A name or expression of the definition in a message, shortened. */
    static String shown(String text) {
        String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
        return "`" + shown + "`";
    }

    /** The end of a message that says which name was perhaps meant. */
    static String nearest(String name, Collection<String> known) {
        return NearestName.of(name, known)
                .map(meant -> "; the nearest is " + shown(meant))
                .orElse("");
    }
}
