package dev.holdfast.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a server describes itself. For display only; no decision may depend on it. */
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

    /** A name and a version only. */
    public static Implementation of(String name, String version) {
        return new Implementation(name, version, null, null, null, List.of());
    }
}
