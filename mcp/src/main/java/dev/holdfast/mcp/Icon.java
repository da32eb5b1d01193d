package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture to be shown beside a name (schema, {@code Icon}).
 *
 * @param src an https or data URI
 * @param sizes such as {@code 48x48}, or {@code any} for one that scales
 */
public record Icon(String src, @Nullable String mimeType, List<String> sizes) {
    /** Takes its own copy of the sizes. */
    public Icon {
        sizes = List.copyOf(sizes);
    }
}
