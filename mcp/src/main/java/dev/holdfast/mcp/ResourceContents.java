package dev.holdfast.mcp;

import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reading a resource gives: at least one item. */
public record ResourceContents(List<Item> items, CachePolicy caching) {
    /** @throws IllegalArgumentException if there is no item, which would claim a resource that is not there */
    public ResourceContents {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("A resource that exists has at least one item");
        }
    }

    /** One text, private and stale at once. */
    public static ResourceContents text(String uri, @Nullable String mimeType, String text) {
        return new ResourceContents(List.of(new Text(uri, mimeType, text)), CachePolicy.LIVE);
    }

    /** One run of bytes, private and stale at once. */
    public static ResourceContents blob(String uri, @Nullable String mimeType, byte[] bytes) {
        return new ResourceContents(
                List.of(new Blob(uri, mimeType, Base64.getEncoder().encodeToString(bytes))), CachePolicy.LIVE);
    }

    /** A part of a resource. */
    public sealed interface Item {
        private JsonObject.Builder head() {
            return switch (this) {
                case Text text -> head(text.uri(), text.mimeType());
                case Blob blob -> head(blob.uri(), blob.mimeType());
            };
        }

        private static JsonObject.Builder head(String uri, @Nullable String mimeType) {
            return JsonObject.builder().put("uri", uri).putIfPresent("mimeType", mimeType);
        }

        /** The item on the wire, the same in every revision. */
        default JsonObject toJson() {
            return switch (this) {
                case Text text -> head().put("text", text.text()).build();
                case Blob blob -> head().put("blob", blob.base64()).build();
            };
        }
    }

    /** Text. */
    public record Text(String uri, @Nullable String mimeType, String text) implements Item {}

    /** Bytes in base64. */
    public record Blob(String uri, @Nullable String mimeType, String base64) implements Item {}

    JsonArray itemsAsJson() {
        return JsonArray.copyOf(items.stream().map(Item::toJson).toList());
    }
}
