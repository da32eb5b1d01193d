package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server says of itself. For display only; nothing may be decided on it. */
public record Implementation(
        String name,
        String version,
        @Nullable String title,
        @Nullable String description,
        @Nullable String websiteUrl,
        List<Icon> icons) {
    /** Takes its own copy of the icons. */
    public Implementation {
        icons = List.copyOf(icons);
    }

    /** A name and a version, nothing else. */
    public static Implementation of(String name, String version) {
        return new Implementation(name, version, null, null, null, List.of());
    }
}
