package dev.holdfast.engine.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only the user may access and that survive power loss. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /**
     * Creates a file if there is none. Never opens an existing one: closing it would give up the process's locks on it.
     */
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, permissions(file, "rw-------"));
            syncFolder(parent(file.toAbsolutePath()));
        } catch (FileAlreadyExistsException e) {
            // It exists already, perhaps since just now; its permissions were chosen by its creator.
        }
    }

    /** Creates a folder and its missing parents. */
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

    /**
     * The folder that a path is in.
     *
     * @throws IOException if the path is a root
     */
    public static Path parent(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("a root is in no folder");
        }
        return parent;
    }

    /** Attributes that give a new file these permissions; none on file systems without POSIX permissions. */
    public static FileAttribute<?>[] permissions(Path place, String permissions) {
        return isPosix(place)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes the entries of a folder survive power loss. Does nothing on platforms where folders cannot be opened. */
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
