package dev.holdfast.mcp;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A content block of a tool's result or of a prompt's message. */
public sealed interface Content {
    /** Text. */
    record Text(String text) implements Content {}

    /**
     * An image.
     *
     * @param data its bytes in base64
     */
    record Image(String data, String mimeType) implements Content {}

    /**
     * Audio.
     *
     * @param data its bytes in base64
     */
    record Audio(String data, String mimeType) implements Content {}

    /** A link to a resource, which need not be listed. Sent as text to clients of the oldest revision. */
    record ResourceLink(
            String uri,
            String name,
            @Nullable String title,
            @Nullable String description,
            @Nullable String mimeType) implements Content {}

    /** The contents of a resource. */
    record Embedded(ResourceContents.Item resource) implements Content {}

    /** Text. */
    static Content text(String text) {
        return new Text(text);
    }

    /** An image from its bytes. */
    static Content image(byte[] bytes, String mimeType) {
        return new Image(Base64.getEncoder().encodeToString(bytes), mimeType);
    }

    /** Audio from its bytes. */
    static Content audio(byte[] bytes, String mimeType) {
        return new Audio(Base64.getEncoder().encodeToString(bytes), mimeType);
    }
}
