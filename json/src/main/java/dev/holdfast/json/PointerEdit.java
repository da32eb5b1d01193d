package dev.holdfast.json;

import org.jspecify.annotations.Nullable;

/** One edit at the end of a pointer: the containers on the way are rebuilt around it. */
final class PointerEdit {
    private static final String AFTER_LAST = "-";
    private static final int MAX_INDEX_DIGITS = 9;

    private final JsonPointer path;
    private final Step last;

    private PointerEdit(JsonPointer path, Step last) {
        this.path = path;
        this.last = last;
    }

    /** The edit of the container that the last token points into; null if it cannot be done. */
    private interface Step {
        @Nullable Json apply(Json container, String token);
    }

    static Json replace(JsonPointer path, Json root, Json value) {
        requireDepth(path, value);
        return path.isRoot() ? value : new PointerEdit(path, (in, token) -> replace(in, token, value)).apply(root, 0);
    }

    static Json add(JsonPointer path, Json root, Json value) {
        requireDepth(path, value);
        return path.isRoot() ? value : new PointerEdit(path, (in, token) -> add(in, token, value)).apply(root, 0);
    }

    static Json remove(JsonPointer path, Json root) {
        if (path.isRoot()) {
            throw JsonPatchException.rootRemoved();
        }
        return new PointerEdit(path, PointerEdit::remove).apply(root, 0);
    }

    private static void requireDepth(JsonPointer path, Json value) {
        if (path.tokens().size() + value.depth() > Json.MAX_DEPTH) {
            throw JsonPatchException.tooDeep(path);
        }
    }

    /** The value of a member or element, or null if there is none. */
    static @Nullable Json child(Json container, String token) {
        return switch (container) {
            case JsonObject object -> object.get(token);
            case JsonArray array -> {
                int index = index(token);
                yield index >= 0 && index < array.size() ? array.get(index) : null;
            }
            default -> null;
        };
    }

    private Json apply(Json container, int depth) {
        String token = path.tokens().get(depth);
        if (depth + 1 == path.tokens().size()) {
            return found(last.apply(container, token));
        }
        Json child = found(child(container, token));
        return found(replace(container, token, apply(child, depth + 1)));
    }

    private Json found(@Nullable Json value) {
        if (value == null) {
            throw JsonPatchException.missing(path);
        }
        return value;
    }

    private static @Nullable Json replace(Json container, String token, Json value) {
        if (child(container, token) == null) {
            return null;
        }
        return switch (container) {
            case JsonObject object -> object.with(token, value);
            case JsonArray array -> array.with(index(token), value);
            default -> null;
        };
    }

    private static @Nullable Json add(Json container, String token, Json value) {
        return switch (container) {
            case JsonObject object -> object.with(token, value);
            case JsonArray array when token.equals(AFTER_LAST) -> array.appended(value);
            case JsonArray array -> {
                int index = index(token);
                yield index >= 0 && index <= array.size() ? array.inserted(index, value) : null;
            }
            default -> null;
        };
    }

    private static @Nullable Json remove(Json container, String token) {
        if (child(container, token) == null) {
            return null;
        }
        return switch (container) {
            case JsonObject object -> object.without(token);
            case JsonArray array -> array.without(index(token));
            default -> null;
        };
    }

    /** The array index that {@code token} is in the grammar of RFC 6901 section 4, or -1 if it is none. */
    private static int index(String token) {
        boolean leadingZero = token.startsWith("0") && token.length() > 1;
        if (token.isEmpty() || token.length() > MAX_INDEX_DIGITS || leadingZero) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = 10 * index + (c - '0');
        }
        return index;
    }
}
