package dev.holdfast.server;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a bounded read continues. It names the revision, so that all pages show the same document whatever is written
 * in between. It carries no authority: a forged one shows nothing that its author could not read anyway.
 *
 * @param revision the revision that every page shows
 * @param next the first name of the next page
 * @param full whether the first page answered everything although changes were asked for
 */
record ReadCursor(long revision, String next, boolean full) {

    /** Reads what {@link #toString} printed. */
    static ReadCursor parse(String text) {
        try {
            JsonObject cursor = (JsonObject) Json.parse(Base64.getUrlDecoder().decode(text));
            JsonNumber revision = cursor.number("r");
            String next = cursor.string("k");
            if (revision != null && next != null && revision.exactLong().isPresent()) {
                return new ReadCursor(revision.exactLong().getAsLong(), next, cursor.has("f"));
            }
        } catch (IllegalArgumentException | JsonParseException | ClassCastException e) {
            throw refused();
        }
        throw refused();
    }

    @Override
    public String toString() {
        JsonObject.Builder cursor = JsonObject.builder().put("r", revision).put("k", next);
        if (full) {
            cursor.put("f", true);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(cursor.build().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static RuntimeException refused() {
        return Refusal.invalid("cursor", "`cursor` must be one that an earlier read of this state returned");
    }
}
