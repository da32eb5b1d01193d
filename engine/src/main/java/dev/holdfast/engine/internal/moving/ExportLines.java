package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.internal.image.StoredEvent;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Reads single lines of an export. What is stored is taken as it stands, byte for byte. */
final class ExportLines {
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128);
    private static final byte[] EVENT = ascii("{\"event\":");
    private static final byte[] BASE = ascii("{\"base\":");
    private static final byte[] CONTENT = ascii(",\"content\":");

    private ExportLines() {}

    /** @throws RuntimeException if the bytes are no line of an export */
    static ExportLine parse(byte[] line) {
        if (begins(line, 0, EVENT)) {
            return new ExportLine.Recorded(StoredEvent.of(raw(line, EVENT.length)));
        } else if (begins(line, 0, BASE)) {
            return base(line);
        }
        JsonObject json = (JsonObject) Json.parse(line, LIMITS);
        String kind = json.keys().iterator().next();
        JsonObject value = json.object(kind);
        if (json.size() != 1 || value == null) {
            throw new IllegalArgumentException("a line has one member, an object");
        }
        return switch (kind) {
            case "export" -> title(value);
            case "state" -> new ExportLine.Begin(new StateId(text(value, "id")), number(value, "after"));
            case "done" -> new ExportLine.Done(state(value), number(value, "revision"), bytes(value, "hash"));
            case "erased" -> new ExportLine.Erased(state(value));
            case "damaged" -> new ExportLine.Damaged(state(value));
            case "value" -> new ExportLine.Value(value);
            case "opened" -> new ExportLine.Opened(value);
            case "end" ->
                new ExportLine.End(
                        number(value, "states"), number(value, "events"), Digests.fromHex(text(value, "sha256")));
            default -> throw new IllegalArgumentException("a line of an unknown kind");
        };
    }

    private static ExportLine title(JsonObject value) {
        long version = number(value, "v");
        if (version > ExportLine.VERSION) {
            throw new NewerVersionException(version);
        }
        return new ExportLine.Title(
                text(value, "id"),
                ExportContent.of(text(value, "content")),
                text(value, "store"),
                Instant.parse(text(value, "at")),
                Boolean.TRUE.equals(value.bool("sealed")),
                Boolean.TRUE.equals(value.bool("names_sealed")),
                value.has("timeline") ? (int) number(value, "timeline") : 0);
    }

    /** The export was written by a newer version. */
    static final class NewerVersionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NewerVersionException(long version) {
            super("the export has version " + version + " of the format, and " + ExportLine.VERSION
                    + " is the newest that this program reads");
        }
    }

    private static ExportLine base(byte[] line) {
        int end = BASE.length;
        while (line[end] != '}') {
            end++;
        }
        end++;
        if (!begins(line, end, CONTENT)) {
            throw new IllegalArgumentException("a base without content");
        }
        JsonObject header = (JsonObject) Json.parse(Arrays.copyOfRange(line, BASE.length, end), LIMITS);
        return new ExportLine.Based(
                state(header),
                Instant.parse(text(header, "at")),
                new Base(number(header, "revision"), raw(line, end + CONTENT.length), bytes(header, "hash")));
    }

    /** What stands between a place and the brace that ends the line. */
    private static Bytes raw(byte[] line, int from) {
        int last = line.length - 1;
        if (last <= from || line[from] != '{' || line[last] != '}' || line[last - 1] != '}') {
            throw new IllegalArgumentException("a line that holds no object");
        }
        return Bytes.wrap(Arrays.copyOfRange(line, from, last));
    }

    private static boolean begins(byte[] line, int at, byte[] with) {
        return line.length - at >= with.length && Arrays.equals(line, at, at + with.length, with, 0, with.length);
    }

    private static StateId state(JsonObject json) {
        return new StateId(text(json, "state"));
    }

    private static String text(JsonObject json, String member) {
        String text = json.string(member);
        if (text == null) {
            throw new IllegalArgumentException("a line without " + member);
        }
        return text;
    }

    private static long number(JsonObject json, String member) {
        JsonNumber number = json.number(member);
        if (number == null) {
            throw new IllegalArgumentException("a line without " + member);
        }
        return number.exactLong().orElseThrow();
    }

    private static Bytes bytes(JsonObject json, String member) {
        return Bytes.wrap(Base64.getUrlDecoder().decode(text(json, member)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
