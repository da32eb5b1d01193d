package dev.holdfast.json;

/** The depth of containers: one more than that of their deepest part. */
final class Nesting {
    private Nesting() {}

    /**
     * The depth of {@code part}, without the cost of a virtual method with six targets: every parsed value passes here.
     */
    static int of(Json part) {
        if (part instanceof JsonObject object) {
            return object.depth();
        }
        return part instanceof JsonArray array ? array.depth() : 0;
    }

    /** The depth of the deepest of {@code parts}; 0 if there are none. */
    static int deepest(Json[] parts) {
        int deepest = 0;
        for (Json part : parts) {
            deepest = Math.max(deepest, of(part));
        }
        return deepest;
    }

    /**
     * The depth of a container whose deepest part is {@code deepest} deep.
     *
     * @throws IllegalArgumentException if it is beyond {@link Json#MAX_DEPTH}
     */
    static int around(int deepest) {
        if (deepest >= Json.MAX_DEPTH) {
            throw new IllegalArgumentException("value nests deeper than " + Json.MAX_DEPTH + " levels");
        }
        return deepest + 1;
    }
}
