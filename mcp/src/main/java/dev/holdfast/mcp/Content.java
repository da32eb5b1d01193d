package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonString;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A content block of a tool's result or of a prompt's message. */
public sealed interface Content {
    /**
     * Text.
     *
     * @param json its characters
     */
    record Text(JsonString json) implements Content {
        /** Text of these characters. */
        public Text(String text) {
            this(Json.of(text));
        }

        /** Its characters. */
        public String text() {
            return json.value();
        }
    }

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

    /** The compact JSON text of a value, which is made only while it is sent. */
    static Content json(Json value) {
        return new Text(Json.textOf(value));
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
