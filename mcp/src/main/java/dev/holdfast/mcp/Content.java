package dev.holdfast.mcp;

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
}
