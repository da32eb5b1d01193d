package dev.holdfast.cli.attach;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a file of settings was before it was changed, and what it was changed to. It is readable by the user alone. */
final class KeptCopy {
    private final Path before;
    private final Path record;

    KeptCopy(Path configFolder, Path file, String name) {
        String id =
                digest((file + "\0" + name).getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        Path folder = configFolder.resolve("attached");
        this.before = folder.resolve(id + "-" + file.getFileName());
        this.record = folder.resolve(id + ".json");
    }

    Path path() {
        return before;
    }

    /**
     * @param clean whether what was there before had no entry, so that to go back to it is to remove the entry
     */
    void keep(SettingsFile file, byte[] after, boolean clean) {
        try {
            Files.createDirectories(before.getParent());
            write(before, file.bytes() == null ? new byte[0] : file.bytes());
            JsonObject told = JsonObject.builder()
                    .put("file", file.file().toString())
                    .put("existed", file.bytes() != null)
                    .put("clean", clean)
                    .put("after", digest(after))
                    .build();
            write(record, told.toBytes());
        } catch (IOException e) {
            throw CliFailure.unavailable("no copy can be kept at " + before + ": " + e.getMessage());
        }
    }

    /** Whether the copy may take the place of these bytes: they are still what the file was changed to. */
    boolean fits(byte[] present) {
        JsonObject told = told();
        return told != null && digest(present).equals(told.string("after")) && Boolean.TRUE.equals(told.bool("clean"));
    }

    /** What was there before, or null if there was no file. */
    byte @Nullable [] bytes() {
        JsonObject told = told();
        try {
            return told != null && Boolean.TRUE.equals(told.bool("existed")) ? Files.readAllBytes(before) : null;
        } catch (IOException e) {
            throw CliFailure.unavailable("the copy " + before + " cannot be read: " + e.getMessage());
        }
    }

    /** The text of the copy, or null if there is none. */
    @Nullable String text() {
        try {
            return told() == null ? null : Files.readString(before);
        } catch (IOException e) {
            return null;
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(before);
            Files.deleteIfExists(record);
        } catch (IOException e) {
            throw CliFailure.unavailable(before + " cannot be removed: " + e.getMessage());
        }
    }

    private @Nullable JsonObject told() {
        try {
            return Files.exists(record) && Json.parse(Files.readString(record)) instanceof JsonObject told
                    ? told
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, content);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
