package dev.holdfast.engine.internal.machine;

import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state of a chart. States are numbered in document order, and those within a state directly after it, so that it is
 * told from two numbers whether one is within another.
 *
 * <p>Only what reads a chart completes states; from then on they do not change.
 */
final class ChartState {
    private final int index;
    private final @Nullable ChartState parent;
    private final String key;
    private final String path;
    private final String id;
    private final StateKind kind;
    private final JsonObject json;
    private final JsonPointer at;
    private final Map<String, ChartState> children = new LinkedHashMap<>();
    private int last;
    private Behaviour behaviour = Behaviour.NONE;

    /**
     * A state without others in it.
     *
     * @param index its number in document order
     * @param id its own id or that made of the machine's and its path
     * @param at where the definition has it
     */
    ChartState(
            int index,
            @Nullable ChartState parent,
            String key,
            String id,
            StateKind kind,
            JsonObject json,
            JsonPointer at) {
        this.index = index;
        this.parent = parent;
        this.key = key;
        this.path = parent == null ? "" : parent.path.isEmpty() ? key : parent.path + "." + key;
        this.id = id;
        this.kind = kind;
        this.json = json;
        this.at = at;
        this.last = index;
    }

    void add(ChartState child) {
        children.put(child.key, child);
    }

    /** Ends the list of states within this one: those up to a number. */
    void close(int lastIndex) {
        last = lastIndex;
    }

    void behave(Behaviour complete) {
        behaviour = complete;
    }

    int index() {
        return index;
    }

    /** The number of the last state within this one; its own if there are none. */
    int last() {
        return last;
    }

    @Nullable ChartState parent() {
        return parent;
    }

    String key() {
        return key;
    }

    /** The names from the root, separated by dots; empty for the root. */
    String path() {
        return path;
    }

    String id() {
        return id;
    }

    StateKind kind() {
        return kind;
    }

    JsonObject json() {
        return json;
    }

    JsonPointer at() {
        return at;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    @Nullable ChartState child(String name) {
        return children.get(name);
    }

    Collection<ChartState> children() {
        return Collections.unmodifiableCollection(children.values());
    }

    /** The states directly within this one that can be active. */
    List<ChartState> realChildren() {
        return children.values().stream()
                .filter(child -> !child.kind.isHistory())
                .toList();
    }

    /** Whether this state is within another, and is not that. */
    boolean isWithin(ChartState other) {
        return index > other.index && index <= other.last;
    }

    /** How the machine calls the event that this state is done. */
    String doneEvent() {
        return "xstate.done.state." + id;
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "the root" : path;
    }
}
