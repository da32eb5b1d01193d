package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A block of a tool's answer. */
public sealed interface Content {
    /** Words. */
    record Text(String text) implements Content {}

    /**
     * A picture.
     *
     * @param data its bytes in base64
     */
    record Image(String data, String mimeType) implements Content {}

    /**
     * Sound.
     *
     * @param data its bytes in base64
     */
    record Audio(String data, String mimeType) implements Content {}

    /** A pointer to a resource, which need not be listed. The oldest revision is shown the URI as text. */
    record ResourceLink(
            String uri,
            String name,
            @Nullable String title,
            @Nullable String description,
            @Nullable String mimeType) implements Content {}

    /** A resource itself. */
    record Embedded(ResourceContents.Item resource) implements Content {}

    /** Words. */
    static Content text(String text) {
        return new Text(text);
    }

    /** A picture from its bytes. */
    static Content image(byte[] bytes, String mimeType) {
        return new Image(Base64.getEncoder().encodeToString(bytes), mimeType);
    }

    /** Sound from its bytes. */
    static Content audio(byte[] bytes, String mimeType) {
        return new Audio(Base64.getEncoder().encodeToString(bytes), mimeType);
    }

    /** The block as a client of {@code version} understands it. */
    default JsonObject toJson(ProtocolVersion version) {
        return switch (this) {
            case Text text -> block("text").put("text", text.text()).build();
            case Image image -> media("image", image.data(), image.mimeType());
            case Audio audio -> media("audio", audio.data(), audio.mimeType());
            case ResourceLink link -> link(link, version);
            case Embedded embedded ->
                block("resource").put("resource", embedded.resource().toJson()).build();
        };
    }

    private static JsonObject media(String type, String data, String mimeType) {
        return block(type).put("data", data).put("mimeType", mimeType).build();
    }

    private static JsonObject link(ResourceLink link, ProtocolVersion version) {
        if (!version.atLeast(ProtocolVersion.V2025_06_18)) {
            return block("text").put("text", link.uri()).build();
        }
        return block("resource_link")
                .put("uri", link.uri())
                .put("name", link.name())
                .putIfPresent("title", link.title())
                .putIfPresent("description", link.description())
                .putIfPresent("mimeType", link.mimeType())
                .build();
    }

    private static JsonObject.Builder block(String type) {
        return JsonObject.builder().put("type", type);
    }
}
