package dev.holdfast.json;

/** The depth of containers, computed from that of their parts. */
final class Nesting {
    private Nesting() {}

    /** The depth of a container of {@code values}. */
    static int around(Iterable<Json> values) {
        int deepest = 0;
        for (Json value : values) {
            deepest = Math.max(deepest, value.depth());
        }
        return require(deepest + 1);
    }

    /** The depth of a container of {@code values}. */
    static int around(Json[] values) {
        int deepest = 0;
        for (Json value : values) {
            deepest = Math.max(deepest, value.depth());
        }
        return require(deepest + 1);
    }

    /** The depth of a container as deep as {@code depth} after {@code value} has been added. */
    static int adding(int depth, Json value) {
        return require(Math.max(depth, value.depth() + 1));
    }

    /** Whether a container as deep as {@code depth} owes that to {@code part}, among others perhaps. */
    static boolean isDueTo(int depth, Json part) {
        return part.depth() + 1 == depth;
    }

    private static int require(int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException("value nests deeper than " + Json.MAX_DEPTH + " levels");
        }
        return depth;
    }
}
