package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
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

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("src", src).putIfPresent("mimeType", mimeType);
        return sizes.isEmpty()
                ? json.build()
                : json.put(
                                "sizes",
                                JsonArray.copyOf(sizes.stream().map(Json::of).toList()))
                        .build();
    }
}
