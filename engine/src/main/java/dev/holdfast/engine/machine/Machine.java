package dev.holdfast.engine.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a statechart, in the JSON that XState 5 users know. Immutable.
 *
 * <p>A machine is only a definition that is small enough and has an order. Whether it can run is found by
 * {@link dev.holdfast.engine.Machines#parse} and its like, and again by every state that is given one.
 *
 * <p>JSON objects have no order that a store keeps, and the regions of a parallel state have one. So the JSON form
 * names it: where it is not that of the names, the state has the member {@code order}, a list of its regions. All other
 * members are put in canonical order at once, so that a machine is the same before and after it was stored.
 */
public final class Machine {
    /** The most bytes that a definition has, in canonical form. */
    public static final int MOST_BYTES = 256 << 10;

    /** The most levels of JSON that a definition has. */
    public static final int DEEPEST = 64;

    private static final String UNNAMED = "machine";

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
        require("machine_bytes", definition.canonicalSize(), MOST_BYTES);
        require("machine_levels", definition.depth(), DEEPEST);
        return new Machine((JsonObject) Json.parse(ordered(definition).toCanonical()));
    }

    private static void require(String limit, int actual, int most) {
        if (actual > most) {
            throw new Failure(
                            Failure.Code.LIMIT,
                            JsonObject.of("limit", Json.of(limit), "actual", Json.of(actual), "maximum", Json.of(most)),
                            "The definition of the machine is too large; make it smaller, or split it.")
                    .toException();
        }
    }

    /** The state with the order of its regions and of those within it, where it is not that of their names. */
    private static JsonObject ordered(JsonObject state) {
        JsonObject children = state.object("states");
        if (children == null) {
            return state;
        }
        JsonObject ordered = children;
        for (Map.Entry<String, Json> child : children.entries()) {
            if (child.getValue() instanceof JsonObject inner) {
                ordered = ordered.with(child.getKey(), ordered(inner));
            }
        }
        JsonObject result = state.with("states", ordered);
        List<String> names = List.copyOf(children.keys());
        boolean isOrdered = names.equals(names.stream().sorted().toList());
        return isOrdered || state.has("order") || !"parallel".equals(state.string("type"))
                ? result
                : result.with(
                        "order", JsonArray.copyOf(names.stream().map(Json::of).toList()));
    }

    /** The name that the definition gives itself. */
    public String id() {
        String id = definition.string("id");
        return id == null ? UNNAMED : id;
    }

    /** The definition, with its members in canonical order; {@link #of} makes the same machine of it. */
    public JsonObject toJson() {
        return definition;
    }

    @Override
    public boolean equals(@Nullable Object other) {
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
