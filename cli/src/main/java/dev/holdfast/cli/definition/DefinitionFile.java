package dev.holdfast.cli.definition;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file with the definition of a workflow or a machine: YAML if its name ends in {@code .yaml} or {@code .yml}, else
 * JSON.
 */
public final class DefinitionFile {
    /** The largest file, and the largest value that its aliases may make of it, in bytes. */
    static final int MOST_BYTES = 1 << 20;

    private final String argument;
    private final Path path;

    private DefinitionFile(String argument, Path path) {
        this.argument = argument;
        this.path = path;
    }

    /**
     * Reads a definition.
     *
     * @param argument the argument that names the file, for refusals
     * @throws HoldfastException {@code invalid} if the file cannot be read, is too large, or holds no JSON object;
     *     where its text is wrong, with the line and the column
     */
    public static JsonObject read(String argument, Path path) {
        DefinitionFile file = new DefinitionFile(argument, path);
        if (file.value(file.bytes()) instanceof JsonObject definition) {
            return definition;
        }
        throw file.refused("holds no object", null);
    }

    private Json value(byte[] bytes) {
        return isYaml() ? yaml(bytes) : json(bytes);
    }

    private boolean isYaml() {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private Json json(byte[] bytes) {
        try {
            return Json.parse(bytes, JsonLimits.DEFAULT);
        } catch (JsonParseException e) {
            throw refused("is not JSON", e.getMessage());
        }
    }

    private Json yaml(byte[] bytes) {
        try {
            return YamlReader.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw refused("is not YAML", "it is not UTF-8");
        } catch (YamlProblem e) {
            throw refused("is not YAML that stands for JSON", e.getMessage());
        }
    }

    /** At most one byte more than may be there, so that a device or a pipe without an end is refused as well. */
    private byte[] bytes() {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw refused("does not exist", null);
        } catch (IOException e) {
            throw refused("cannot be read", e.getMessage());
        }
        if (bytes.length > MOST_BYTES) {
            throw refused("is larger than a definition may be", MOST_BYTES + " bytes");
        }
        return bytes;
    }

    private HoldfastException refused(String what, @Nullable String why) {
        return Failure.invalid(argument, path + " " + what + (why == null ? "" : ": " + why))
                .toException();
    }
}
