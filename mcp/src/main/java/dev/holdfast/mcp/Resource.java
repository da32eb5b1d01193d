package dev.holdfast.mcp;

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
}
