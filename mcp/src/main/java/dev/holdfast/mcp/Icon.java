package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image shown next to a name (schema, {@code Icon}).
 *
 * @param src an https or data URI
 * @param sizes sizes such as {@code 48x48}, or {@code any} for a scalable image
 */
public record Icon(String src, @Nullable String mimeType, List<String> sizes) {
    /** Takes its own copy of the sizes. */
    public Icon {
        sizes = List.copyOf(sizes);
    }
}
