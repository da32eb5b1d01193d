package dev.holdfast.cli.attach;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.HoldfastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of settings as it was read. Where a link to it leads, it is replaced as a whole. */
final class SettingsFile {
    private static final long MOST_BYTES = 64L << 20;
    private static final String MARK = "\uFEFF";

    private final Path file;
    private final byte @Nullable [] bytes;

    private SettingsFile(Path file, byte @Nullable [] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** @throws HoldfastException {@code unavailable} if it cannot be read or may not be written */
    static SettingsFile read(Path named) {
        try {
            if (Files.isSymbolicLink(named) && !Files.exists(named)) {
                throw CliFailure.unavailable(named + " is a link to what is not there");
            } else if (!Files.exists(named)) {
                return new SettingsFile(named.toAbsolutePath().normalize(), null);
            }
            Path file = named.toRealPath();
            if (!Files.isRegularFile(file)) {
                throw CliFailure.unavailable(file + " is no file");
            } else if (Files.size(file) > MOST_BYTES) {
                throw CliFailure.unavailable(file + " is too large for settings");
            } else if (isReadOnly(file)) {
                throw CliFailure.unavailable(file + " is read-only; it was not changed");
            }
            return new SettingsFile(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw CliFailure.unavailable(named + " cannot be read: " + e.getMessage());
        }
    }

    /** The file itself, no link. */
    Path file() {
        return file;
    }

    /** Null if there is no such file. */
    byte @Nullable [] bytes() {
        return bytes;
    }

    /** Its text, without the mark that some editors put first. */
    String text() {
        return text(bytes);
    }

    /** That of bytes of such a file, or of none. */
    static String text(byte @Nullable [] content) {
        try {
            String text = content == null
                    ? ""
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString();
            return text.startsWith(MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SettingsProblem("it is not UTF-8");
        }
    }

    /** The bytes of another text for it. */
    byte[] bytesOf(String text) {
        boolean marked = bytes != null && new String(bytes, StandardCharsets.UTF_8).startsWith(MARK);
        return ((marked ? MARK : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws HoldfastException {@code unavailable} if it cannot be written, or was changed since it was read */
    void replace(byte[] next) {
        try {
            Files.createDirectories(folder());
            Path part = Files.createTempFile(folder(), "." + file.getFileName(), ".part");
            try {
                write(part, next);
                requireUnchanged();
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw CliFailure.unavailable(file + " cannot be written: " + e.getMessage());
        }
    }

    void delete() {
        try {
            requireUnchanged();
            Files.delete(file);
        } catch (IOException e) {
            throw CliFailure.unavailable(file + " cannot be removed: " + e.getMessage());
        }
    }

    private void write(Path part, byte[] next) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(next);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        if (bytes != null && isPosix(file)) {
            Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
        }
    }

    /** A host that runs may write its own settings. */
    private void requireUnchanged() throws IOException {
        byte[] present = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.readAllBytes(file) : null;
        if (!Arrays.equals(present, bytes)) {
            throw CliFailure.unavailable(file + " was changed meanwhile; give the same command again");
        }
    }

    private Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /** For root, too, who could write it. */
    private static boolean isReadOnly(Path file) throws IOException {
        if (!Files.isWritable(file)) {
            return true;
        }
        Set<PosixFilePermission> permissions = isPosix(file) ? Files.getPosixFilePermissions(file) : Set.of();
        return isPosix(file)
                && !permissions.contains(PosixFilePermission.OWNER_WRITE)
                && !permissions.contains(PosixFilePermission.GROUP_WRITE);
    }

    private static boolean isPosix(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix");
    }
}
