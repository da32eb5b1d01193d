package dev.holdfast.json;

/**
 * What the parser refuses to read. The limits of numbers are fixed, see {@link JsonNumber}.
 *
 * @param maxBytes the longest text, in bytes of UTF-8
 * @param maxDepth the deepest nesting of arrays and objects, at most {@link Json#MAX_DEPTH}
 */
public record JsonLimits(int maxBytes, int maxDepth) {
    /** 8 MiB and 64 levels. */
    public static final JsonLimits DEFAULT = new JsonLimits(8 << 20, 64);

    /** Checks that the limits are positive and the depth is one a value can have. */
    public JsonLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
        }
        if (maxDepth < 0 || maxDepth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException("maxDepth must be 0 to " + Json.MAX_DEPTH + ", not " + maxDepth);
        }
    }

    /** These limits with another length. */
    public JsonLimits withMaxBytes(int bytes) {
        return new JsonLimits(bytes, maxDepth);
    }

    /** These limits with another depth. */
    public JsonLimits withMaxDepth(int depth) {
        return new JsonLimits(maxBytes, depth);
    }
}
