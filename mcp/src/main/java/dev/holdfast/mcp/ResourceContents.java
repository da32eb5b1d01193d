package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonString;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contents of a resource: at least one item. */
public record ResourceContents(List<Item> items, CachePolicy caching) implements ResourceOutcome {
    /** @throws IllegalArgumentException if there is no item; a missing resource is not an empty one */
    public ResourceContents {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("A resource that exists has at least one item");
        }
    }

    /** One text, never cached. */
    public static ResourceContents text(String uri, @Nullable String mimeType, String text) {
        return new ResourceContents(List.of(new Text(uri, mimeType, text)), CachePolicy.LIVE);
    }

    /** The compact JSON text of a value, which is made only while it is sent. Never cached. */
    public static ResourceContents json(String uri, Json value) {
        return new ResourceContents(List.of(new Text(uri, "application/json", Json.textOf(value))), CachePolicy.LIVE);
    }

    /** One binary item, never cached. */
    public static ResourceContents blob(String uri, @Nullable String mimeType, byte[] bytes) {
        return new ResourceContents(
                List.of(new Blob(uri, mimeType, Base64.getEncoder().encodeToString(bytes))), CachePolicy.LIVE);
    }

    /** A part of a resource. */
    public sealed interface Item {}

    /**
     * Text.
     *
     * @param json its characters
     */
    public record Text(String uri, @Nullable String mimeType, JsonString json) implements Item {
        /** Text of these characters. */
        public Text(String uri, @Nullable String mimeType, String text) {
            this(uri, mimeType, Json.of(text));
        }

        /** Its characters. */
        public String text() {
            return json.value();
        }
    }

    /** Bytes in base64. */
    public record Blob(String uri, @Nullable String mimeType, String base64) implements Item {}
}
