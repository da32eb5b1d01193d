package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.McpException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A constant list as rendered results, one for each page. */
public final class Pages {
    private final byte[] first;
    private final Map<String, byte[]> byCursor;

    private Pages(byte[] first, Map<String, byte[]> byCursor) {
        this.first = first;
        this.byCursor = byCursor;
    }

    /**
     * Splits a list into pages.
     *
     * @param member the name of the list in the result
     * @param finish adds the members that every result of the era has
     */
    public static Pages render(
            String member, List<JsonObject> items, int pageSize, UnaryOperator<JsonObject.Builder> finish) {
        Map<String, byte[]> byCursor = new HashMap<>();
        int pages = Math.max(1, Math.ceilDiv(items.size(), pageSize));
        for (int page = 0; page < pages; page++) {
            int from = page * pageSize;
            List<JsonObject> shown = items.subList(from, Math.min(items.size(), from + pageSize));
            JsonObject.Builder result = JsonObject.builder()
                    .put(member, JsonArray.copyOf(shown))
                    .putIfPresent("nextCursor", page + 1 < pages ? cursor(page + 1) : null);
            byCursor.put(cursor(page), finish.apply(result).build().toBytes());
        }
        byte[] first = byCursor.remove(cursor(0));
        if (first == null) {
            throw new IllegalStateException("A list must have a first page");
        }
        return new Pages(first, Map.copyOf(byCursor));
    }

    /**
     * The result for the page a client asks for.
     *
     * @throws McpException {@link McpException#invalidCursor()} if no page begins at its cursor
     */
    public byte[] at(JsonObject params) {
        String cursor = cursorIn(params);
        if (cursor == null) {
            return first;
        }
        byte[] page = byCursor.get(cursor);
        if (page == null) {
            throw McpException.invalidCursor();
        }
        return page;
    }

    /**
     * The cursor in the parameters of a list request; null for the first page, for which some clients send an empty
     * one.
     *
     * @throws McpException {@link McpException#invalidCursor()} if it is not a string
     */
    static @Nullable public String cursorIn(JsonObject params) {
        Json cursor = params.get("cursor");
        return switch (cursor) {
            case null -> null;
            case JsonString text -> text.value().isEmpty() ? null : text.value();
            default -> throw McpException.invalidCursor();
        };
    }

    private static String cursor(int page) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("page " + page).getBytes(StandardCharsets.US_ASCII));
    }
}
