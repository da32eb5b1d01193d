package dev.holdfast.json;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A path into a JSON document (RFC 6901). Immutable.
 *
 * <p>The edits return a changed document and leave the given one alone. They throw {@link JsonPatchException} with
 * reason {@link JsonPatchException.Reason#MISSING_PATH} if a part of the path does not exist.
 */
public final class JsonPointer {
    /** The path of the whole document, written as the empty string. */
    public static final JsonPointer ROOT = new JsonPointer(List.of());

    private final List<String> tokens;

    private JsonPointer(List<String> tokens) {
        this.tokens = tokens;
    }

    /**
     * The pointer written as {@code text}, such as {@code /a~1b/0}.
     *
     * @throws JsonPointerException if it is none
     */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        requireWellFormed(text);
        if (text.charAt(0) != '/') {
            throw JsonPointerException.noLeadingSlash();
        }
        List<String> tokens = new ArrayList<>();
        int start = 1;
        for (int end = text.indexOf('/', start); end >= 0; end = text.indexOf('/', start)) {
            tokens.add(unescape(text, start, end));
            start = end + 1;
        }
        tokens.add(unescape(text, start, text.length()));
        return new JsonPointer(List.copyOf(tokens));
    }

    private static String unescape(String text, int start, int end) {
        String token = text.substring(start, end);
        for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
            boolean escape = token.startsWith("0", i + 1) || token.startsWith("1", i + 1);
            if (!escape) {
                throw JsonPointerException.badEscape(start + i);
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }

    private static void requireWellFormed(String text) {
        if (Utf8.unpairedSurrogate(text) >= 0) {
            throw JsonPointerException.unpairedSurrogate();
        }
    }

    /**
     * The pointer of these tokens, unescaped.
     *
     * @throws JsonPointerException if one holds an unpaired surrogate
     */
    public static JsonPointer of(String... tokens) {
        for (String token : tokens) {
            requireWellFormed(token);
        }
        return new JsonPointer(List.of(tokens));
    }

    /** The reference tokens, unescaped and unmodifiable. */
    public List<String> tokens() {
        return tokens;
    }

    /**
     * This path and one member more.
     *
     * @throws JsonPointerException if the token holds an unpaired surrogate
     */
    public JsonPointer child(String token) {
        requireWellFormed(token);
        List<String> longer = new ArrayList<>(tokens.size() + 1);
        longer.addAll(tokens);
        longer.add(token);
        return new JsonPointer(List.copyOf(longer));
    }

    /** This path and one element more. */
    public JsonPointer child(int index) {
        return child(Integer.toString(index));
    }

    /**
     * This path without its last token.
     *
     * @throws NoSuchElementException if this is the root
     */
    public JsonPointer parent() {
        requireTokens();
        return tokens.size() == 1 ? ROOT : new JsonPointer(List.copyOf(tokens.subList(0, tokens.size() - 1)));
    }

    /**
     * The first token.
     *
     * @throws NoSuchElementException if this is the root
     */
    public String first() {
        requireTokens();
        return tokens.getFirst();
    }

    /**
     * The last token.
     *
     * @throws NoSuchElementException if this is the root
     */
    public String last() {
        requireTokens();
        return tokens.getLast();
    }

    private void requireTokens() {
        if (isRoot()) {
            throw new NoSuchElementException("the root pointer has no tokens");
        }
    }

    /** Whether this is the path of the whole document. */
    public boolean isRoot() {
        return tokens.isEmpty();
    }

    /** Whether {@code other} leads to a place inside the value at this path. */
    public boolean isProperPrefixOf(JsonPointer other) {
        return tokens.size() < other.tokens.size() && tokens.equals(other.tokens.subList(0, tokens.size()));
    }

    /** The value at this path, or null if there is none. */
    public @Nullable Json resolve(Json root) {
        Json value = root;
        for (String token : tokens) {
            value = PointerEdit.child(value, token);
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    /** The document with {@code value} in place of the value at this path, which must exist. */
    public Json replaceIn(Json root, Json value) {
        return PointerEdit.replace(this, root, value);
    }

    /**
     * The document with {@code value} added at this path as in RFC 6902 section 4.1: a member is set, an element is
     * inserted ({@code -} being the place after the last), the root is replaced. The container around it must exist.
     */
    public Json addTo(Json root, Json value) {
        return PointerEdit.add(this, root, value);
    }

    /** The document without the value at this path, which must exist. The root cannot be removed. */
    public Json removeFrom(Json root) {
        return PointerEdit.remove(this, root);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPointer pointer && tokens.equals(pointer.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    /** The pointer as RFC 6901 section 3 writes it. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (String token : tokens) {
            text.append('/').append(escaped(token));
        }
        return text.toString();
    }

    /** The token itself if nothing in it needs an escape, as in nearly all. */
    private static String escaped(String token) {
        boolean plain = token.indexOf('~') < 0 && token.indexOf('/') < 0;
        return plain ? token : token.replace("~", "~0").replace("/", "~1");
    }
}
