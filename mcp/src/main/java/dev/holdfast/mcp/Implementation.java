package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a server says of itself. For display only; nothing may be decided on it. */
public record Implementation(
        String name,
        String version,
        @Nullable String title,
        @Nullable String description,
        @Nullable String websiteUrl) {

    /** A name and a version, nothing else. */
    public static Implementation of(String name, String version) {
        return new Implementation(name, version, null, null, null);
    }

    JsonObject toJson(ProtocolVersion spoken) {
        JsonObject.Builder json = JsonObject.builder().put("name", name).put("version", version);
        if (spoken.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title);
        }
        if (spoken.atLeast(ProtocolVersion.V2025_11_25)) {
            json.putIfPresent("description", description).putIfPresent("websiteUrl", websiteUrl);
        }
        return json.build();
    }
}
