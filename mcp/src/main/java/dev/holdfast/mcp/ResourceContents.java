package dev.holdfast.mcp;

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

    /** One binary item, never cached. */
    public static ResourceContents blob(String uri, @Nullable String mimeType, byte[] bytes) {
        return new ResourceContents(
                List.of(new Blob(uri, mimeType, Base64.getEncoder().encodeToString(bytes))), CachePolicy.LIVE);
    }

    /** A part of a resource. */
    public sealed interface Item {}

    /** Text. */
    public record Text(String uri, @Nullable String mimeType, String text) implements Item {}

    /** Bytes in base64. */
    public record Blob(String uri, @Nullable String mimeType, String base64) implements Item {}
}
