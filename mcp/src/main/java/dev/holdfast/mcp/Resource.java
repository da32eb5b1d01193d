package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is listed.
 *
 * @param uri absolute
 * @param size in bytes, if known
 * @param lastModified when it last changed, if known
 */
public record Resource(
        String uri,
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable String mimeType,
        @Nullable Long size,
        @Nullable Instant lastModified) {
    /** A resource of which it is not known when it changed. */
    public Resource(
            String uri,
            String name,
            @Nullable String title,
            @Nullable String description,
            @Nullable String mimeType,
            @Nullable Long size) {
        this(uri, name, title, description, mimeType, size, null);
    }

    JsonObject toJson(ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("uri", uri).put("name", name);
        if (version.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title);
            json.putIfPresent("annotations", annotations());
        }
        return json.putIfPresent("description", description)
                .putIfPresent("mimeType", mimeType)
                .putIfPresent("size", size == null ? null : Json.of(size))
                .build();
    }

    private @Nullable JsonObject annotations() {
        return lastModified == null ? null : JsonObject.of("lastModified", Json.of(lastModified.toString()));
    }
}
