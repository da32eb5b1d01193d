package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.local.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/** A file of the user alone that is there as a whole or not at all, and that survives power loss once it is. */
final class NewFile {
    private static final int BUFFER = 1 << 16;

    private NewFile() {}

    /**
     * Makes a file of what is written; never in place of one that is there.
     *
     * @param argument what names the file to people
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if there is such a file, {@code unavailable} if it
     *     cannot be written
     */
    static <T> T write(String argument, Path file, Function<OutputStream, T> content) {
        if (Files.exists(file)) {
            throw CliFailure.invalid(argument, file + " is there already; give another name, or remove it");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            T result = writePart(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.syncFolder(PrivateFiles.parent(file.toAbsolutePath()));
            return result;
        } catch (IOException e) {
            throw CliFailure.unavailable(file + " cannot be written: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw CliFailure.unavailable(file + " cannot be written: " + e.getCause());
        }
    }

    private static <T> T writePart(Path part, Function<OutputStream, T> content) throws IOException {
        boolean done = false;
        try (FileChannel channel = PrivateFiles.replace(part);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            T result = content.apply(out);
            out.flush();
            channel.force(true);
            done = true;
            return result;
        } finally {
            if (!done) {
                Files.deleteIfExists(part);
            }
        }
    }
}
