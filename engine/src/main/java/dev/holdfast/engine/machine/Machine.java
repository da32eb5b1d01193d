package dev.holdfast.engine.machine;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.JsonObject;

/**
 * The definition of a statechart, in the JSON that XState 5 users know. Immutable.
 *
 * <p>A machine is only a definition that is small enough and has an order. Whether it can run is found by
 * {@link dev.holdfast.engine.Machines#parse} and its like, and again by every state that is given one.
 *
 * <p>JSON objects have no order that a store keeps, and the regions of a parallel state have one. So the JSON form names
 * it: where it is not that of the names, the state has the member {@code order}, a list of its regions.
 */
public final class Machine {
    /** The most bytes that a definition has, in canonical form. */
    public static final int MOST_BYTES = 256 << 10;

    private final JsonObject definition;

    private Machine(JsonObject definition) {
        this.definition = definition;
    }

    /**
     * The machine of a definition as an author wrote it, whose members have the order of the text.
     *
     * @throws HoldfastException {@code limit} if it is too large
     */
    public static Machine of(JsonObject definition) {
        return new Machine(definition);
    }

    /** The name that the definition gives itself. */
    public String id() {
        String id = definition.string("id");
        return id == null ? "machine" : id;
    }

    /** The definition, which {@link #of} reads again, also after its members have lost their order. */
    public JsonObject toJson() {
        return definition;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Machine machine && definition.equals(machine.definition);
    }

    @Override
    public int hashCode() {
        return definition.hashCode();
    }

    @Override
    public String toString() {
        return id();
    }
}
