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

/** A list that never changes, as results rendered once, one for each page. */
public final class Pages {
    private final byte[] first;
    private final Map<String, byte[]> byCursor;

    private Pages(byte[] first, Map<String, byte[]> byCursor) {
        this.first = first;
        this.byCursor = byCursor;
    }

    /**
     * Cuts a list into pages.
     *
     * @param member what the list is called in the result
     * @param finish adds what every result of the era carries
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
            throw new IllegalStateException("A list has a first page");
        }
        return new Pages(first, Map.copyOf(byCursor));
    }

    /** The page a client asks for, as a result. */
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

    /** The cursor in the parameters of a list request, null for the first page. */
    static @Nullable public String cursorIn(JsonObject params) {
        Json cursor = params.get("cursor");
        return switch (cursor) {
            case null -> null;
            case JsonString text -> text.value();
            default -> throw McpException.invalidCursor();
        };
    }

    private static String cursor(int page) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("page " + page).getBytes(StandardCharsets.US_ASCII));
    }
}
