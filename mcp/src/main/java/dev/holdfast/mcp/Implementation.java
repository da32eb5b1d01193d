package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
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

    /** All that a revision knows, for a client that is getting to know the server. */
    JsonObject toJson(ProtocolVersion spoken) {
        JsonObject.Builder json = JsonObject.builder().put("name", name).put("version", version);
        if (spoken.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title);
        }
        if (spoken.atLeast(ProtocolVersion.V2025_11_25)) {
            json.putIfPresent("description", description).putIfPresent("websiteUrl", websiteUrl);
            json.putIfPresent("icons", icons.isEmpty() ? null : iconsAsJson());
        }
        return json.build();
    }

    /** What has to come with every result of the stateless era. */
    JsonObject inBrief() {
        return JsonObject.of("name", Json.of(name), "version", Json.of(version));
    }

    private JsonArray iconsAsJson() {
        return JsonArray.copyOf(icons.stream().map(Icon::toJson).toList());
    }
}
