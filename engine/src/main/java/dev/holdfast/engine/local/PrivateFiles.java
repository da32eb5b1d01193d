package dev.holdfast.engine.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders made for the user alone, so that they survive power loss. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Creates a file if there is none. Never opens one that is there. */
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, permissions(file, "rw-------"));
            syncFolder(parent(file.toAbsolutePath()));
        } catch (FileAlreadyExistsException e) {
            // Then somebody else has made it, now or long ago, and its permissions are theirs to choose.
        }
    }

    /** Creates a folder, and those that lead to it, where they are missing. */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = parent(folder.toAbsolutePath());
        createFolders(above);
        try {
            Files.createDirectory(folder, permissions(above, "rwx------"));
            syncFolder(above);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** The folder that a path is in. */
    public static Path parent(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("a root has no place for a file");
        }
        return parent;
    }

    /** What gives a new file in a place these permissions, where there are such. */
    public static FileAttribute<?>[] permissions(Path place, String permissions) {
        return isPosix(place)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes the entries of a folder survive power loss, where folders can be opened at all. */
    public static void syncFolder(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
