package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A database file that exists, and what its file system is worth.
 *
 * @param path where it really is, links resolved: clients must agree on the turn file beside it
 * @param fileSystem kind of the file system it is on, as the platform calls it
 */
record SqliteFile(Path path, String fileSystem) {
    private static final Set<String> REMOTE =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs");
    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

    /**
     * Finds a database file, or creates an empty one and the folders that lead to it, for the user alone.
     *
     * @throws StoreUnavailableException if that cannot be, saying why
     */
    static SqliteFile prepare(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw StoreUnavailableException.unusable(file + " is a folder; name a file in it");
            } else if (file.toString().contains("?")) {
                throw StoreUnavailableException.unusable("SQLite takes no path with a question mark: " + file);
            }
            createFolders(parent(file.toAbsolutePath()));
            createFile(file);
            if (!Files.isWritable(file) || !Files.isWritable(parent(file.toAbsolutePath()))) {
                throw StoreUnavailableException.unusable(file + " and its folder must both be writable");
            }
            return new SqliteFile(file.toRealPath(), Files.getFileStore(file).type());
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("there can be no database at " + file + ": " + e);
        }
    }

    /** Creates a file for the user alone if there is none. Never opens one that is there. */
    static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, privateTo(file, "rw-------"));
            sync(parent(file.toAbsolutePath()));
        } catch (FileAlreadyExistsException e) {
            // Then somebody else has made it, now or long ago, and its permissions are theirs to choose.
        }
    }

    /** The file that clients take turns at. */
    Path turnFile() {
        return path.resolveSibling(path.getFileName() + "-turn");
    }

    /** What acknowledged commits survive here. */
    Durability durability() {
        return VOLATILE.contains(fileSystem) ? Durability.PROCESS : Durability.LOCAL;
    }

    /** Refuses file systems whose locks and shared memory do not reach all clients. */
    void requireLocal() {
        if (REMOTE.contains(fileSystem)) {
            throw StoreUnavailableException.unusable(
                    path + " is on a network file system (" + fileSystem + "); a SQLite store needs a local one");
        }
    }

    private static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = parent(folder);
        createFolders(above);
        try {
            Files.createDirectory(folder, privateTo(above, "rwx------"));
            sync(above);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static Path parent(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("a root has no place for a file");
        }
        return parent;
    }

    private static FileAttribute<?>[] privateTo(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes a new entry of a folder survive power loss, where folders can be opened at all. */
    private static void sync(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
