package dev.holdfast.mcp;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource in a list.
 *
 * @param uri an absolute URI
 * @param size the size in bytes; null if unknown
 * @param lastModified the time of the last change; null if unknown
 */
public record Resource(
        String uri,
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable String mimeType,
        @Nullable Long size,
        @Nullable Instant lastModified) {
    /** A resource whose time of change is unknown. */
    public Resource(
            String uri,
            String name,
            @Nullable String title,
            @Nullable String description,
            @Nullable String mimeType,
            @Nullable Long size) {
        this(uri, name, title, description, mimeType, size, null);
    }
}
