package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a backup consists of. It is replaced as the last step of each backup, so what it does not name does not count.
 *
 * @param store the identity of the store that it is of
 * @param segments the parts, from the oldest
 */
record BackupManifest(String store, List<Segment> segments) {
    private static final int VERSION = 1;
    private static final String DIGEST = "sha256";

    BackupManifest {
        segments = List.copyOf(segments);
    }

    /**
     * A part of a backup: an export of what was new.
     *
     * @param at when it was begun
     * @param sha256 of its lines but the last, in hexadecimal
     */
    record Segment(int number, Instant at, long bytes, String sha256) {
        String file() {
            return fileName(number, ".jsonl");
        }

        /** The revisions that the states of the backup have, up to and with this segment. */
        String heads() {
            return fileName(number, ".heads");
        }

        static String fileName(int number, String suffix) {
            return String.format(Locale.ROOT, "backup-%06d%s", number, suffix);
        }
    }

    int next() {
        return segments.isEmpty() ? 1 : segments.getLast().number() + 1;
    }

    BackupManifest plus(Segment segment) {
        List<Segment> all = new ArrayList<>(segments);
        all.add(segment);
        return new BackupManifest(store, all);
    }

    /** @throws RuntimeException if it is no manifest that this version reads */
    static BackupManifest parse(byte[] text) {
        JsonObject json = (JsonObject) Json.parse(text);
        JsonArray segments = json.array("segments");
        String store = json.string("store");
        if (!digest(json.without(DIGEST)).equals(json.string(DIGEST))) {
            throw new IllegalArgumentException("the manifest was altered");
        } else if (!Json.of(VERSION).equals(json.get("v")) || segments == null || store == null) {
            throw new IllegalArgumentException("no manifest of version " + VERSION);
        }
        List<Segment> all = new ArrayList<>();
        for (Json element : segments) {
            JsonObject segment = (JsonObject) element;
            all.add(new Segment(
                    (int) number(segment, "number"),
                    Instant.parse(String.valueOf(segment.string("at"))),
                    number(segment, "bytes"),
                    String.valueOf(segment.string("sha256"))));
        }
        return new BackupManifest(store, all);
    }

    JsonObject toJson() {
        List<JsonObject> all = segments.stream()
                .map(segment -> JsonObject.builder()
                        .put("at", segment.at().toString())
                        .put("bytes", segment.bytes())
                        .put("number", segment.number())
                        .put("sha256", segment.sha256())
                        .build())
                .toList();
        JsonObject json =
                JsonObject.of("v", Json.of(VERSION), "store", Json.of(store), "segments", JsonArray.copyOf(all));
        return json.with(DIGEST, Json.of(digest(json)));
    }

    private static String digest(JsonObject json) {
        return HexFormat.of().formatHex(Digests.sha256().digest(json.toCanonical()));
    }

    private static long number(JsonObject json, String member) {
        JsonNumber number = json.number(member);
        if (number == null) {
            throw new IllegalArgumentException("a segment without " + member);
        }
        return number.exactLong().orElseThrow();
    }
}
