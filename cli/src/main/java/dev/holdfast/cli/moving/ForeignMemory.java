package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What another program kept in a file, as the document of a state.
 *
 * @param kind what the file was found to be
 * @param name what its state is called unless told otherwise
 */
record ForeignMemory(String kind, String name, JsonObject document) {
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long MOST_BYTES = 256L << 20;

    /** Reads the lines of the reference memory server, the database of mcp-memory-keeper, or plain JSON. */
    static ForeignMemory read(Path file) {
        try {
            if (isSqlite(file)) {
                return new ForeignMemory("memory-keeper", "memory-keeper", KeeperDatabase.read(file));
            } else if (Files.size(file) > MOST_BYTES) {
                throw CliFailure.invalid("--from", file + " is too large for one state");
            }
            String text = Files.readString(file);
            return isGraph(text) ? new ForeignMemory("memory", "memory", graph(text)) : plain(file, text);
        } catch (IOException e) {
            throw CliFailure.invalid("--from", file + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isSqlite(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        }
    }

    private static boolean isGraph(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        try {
            return Json.parse(first) instanceof JsonObject line
                    && List.of("entity", "relation").contains(String.valueOf(line.string("type")));
        } catch (JsonParseException e) {
            return false;
        }
    }

    private static ForeignMemory plain(Path file, String text) {
        String name = String.valueOf(file.getFileName()).replaceFirst("(?i)\\.json$", "");
        try {
            Json value = Json.parse(text);
            return new ForeignMemory(
                    "json", name, value instanceof JsonObject object ? object : JsonObject.of("value", value));
        } catch (JsonParseException e) {
            throw CliFailure.invalid(
                    "--from",
                    file + " is neither lines of the memory server, nor a database of mcp-memory-keeper, nor JSON: "
                            + e.getMessage());
        }
    }

    /** Entities by their names; what an entity is said to be in several lines is put together. */
    private static JsonObject graph(String text) {
        Map<String, JsonObject> entities = new LinkedHashMap<>();
        List<Json> relations = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                JsonObject line = line(lines.get(i), i + 1);
                String type = line.string("type");
                String name = line.string("name");
                if ("entity".equals(type) && name != null) {
                    JsonObject entity = entity(line);
                    entities.merge(name, entity, ForeignMemory::together);
                } else if ("relation".equals(type)) {
                    JsonObject relation = relation(line);
                    if (!relations.contains(relation)) {
                        relations.add(relation);
                    }
                } else {
                    throw CliFailure.invalid("--from", "line " + (i + 1) + " is neither an entity nor a relation");
                }
            }
        }
        JsonObject.Builder all = JsonObject.builder();
        entities.forEach(all::put);
        return JsonObject.of("entities", all.build(), "relations", JsonArray.copyOf(relations));
    }

    private static JsonObject line(String text, int number) {
        try {
            if (Json.parse(text) instanceof JsonObject line) {
                return line;
            }
        } catch (JsonParseException e) {
            throw CliFailure.invalid("--from", "line " + number + " is no JSON: " + e.getMessage());
        }
        throw CliFailure.invalid("--from", "line " + number + " is no object");
    }

    private static JsonObject entity(JsonObject line) {
        JsonArray observations = line.array("observations");
        return JsonObject.builder()
                .putIfPresent("type", line.string("entityType"))
                .put("observations", observations == null ? JsonArray.EMPTY : observations)
                .build();
    }

    private static JsonObject relation(JsonObject line) {
        return JsonObject.builder()
                .putIfPresent("from", line.string("from"))
                .putIfPresent("to", line.string("to"))
                .putIfPresent("type", line.string("relationType"))
                .build();
    }

    private static JsonObject together(JsonObject one, JsonObject other) {
        JsonArray both = Missing.of(one.array("observations"), other.array("observations"));
        return one.with("observations", both);
    }
}
