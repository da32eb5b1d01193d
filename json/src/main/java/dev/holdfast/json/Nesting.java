package dev.holdfast.json;

import java.util.Iterator;

/** The depth of containers, computed from that of their parts. */
final class Nesting {
    private Nesting() {}

    /** The depth of a container of {@code parts}. */
    static int around(Json... parts) {
        int depth = 1;
        for (Json part : parts) {
            depth = Math.max(depth, of(part) + 1);
        }
        return require(depth);
    }

    /** The depth of a container of {@code parts}. */
    static int around(Iterator<Json> parts) {
        return around(parts, Json.MAX_DEPTH + 1);
    }

    /** The depth of a container of {@code parts}, none of them deeper than {@code bound}; the search stops there. */
    private static int around(Iterator<Json> parts, int bound) {
        int depth = 1;
        while (depth < bound && parts.hasNext()) {
            depth = Math.max(depth, of(parts.next()) + 1);
        }
        return require(depth);
    }

    /**
     * The depth of {@code part}, without the cost of a virtual method with six targets: every parsed value passes here.
     */
    private static int of(Json part) {
        if (part instanceof JsonObject object) {
            return object.depth();
        }
        return part instanceof JsonArray array ? array.depth() : 0;
    }

    /** The depth of a container that was {@code depth} deep, after {@code part} was added. */
    static int adding(int depth, Json part) {
        return require(Math.max(depth, of(part) + 1));
    }

    /**
     * The depth of a container that was {@code depth} deep, after {@code part} was removed and {@code rest} remained.
     */
    static int removing(int depth, Json part, Iterator<Json> rest) {
        return of(part) + 1 < depth ? depth : around(rest, depth);
    }

    /**
     * The depth of a container that was {@code depth} deep, after {@code part} was replaced, which led to
     * {@code parts}.
     */
    static int replacing(int depth, Json part, Json replacement, Iterator<Json> parts) {
        return of(replacement) >= of(part) ? adding(depth, replacement) : removing(depth, part, parts);
    }

    private static int require(int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException("value nests deeper than " + Json.MAX_DEPTH + " levels");
        }
        return depth;
    }
}
