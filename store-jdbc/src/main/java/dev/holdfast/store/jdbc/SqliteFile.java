package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.FileSystemKind;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database file that exists.
 *
 * @param path the file with links resolved, since clients must agree on the turn file beside it
 * @param fileSystem the file system it is on
 */
record SqliteFile(Path path, FileSystemKind fileSystem) {
    /**
     * Finds a database file, or creates an empty one and its parent folders, accessible to the user alone.
     *
     * @throws StoreUnavailableException if that is impossible, with the reason
     */
    static SqliteFile prepare(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw StoreUnavailableException.unusable(file + " is a folder; name a file in it");
            } else if (file.toString().contains("?")) {
                throw StoreUnavailableException.unusable("SQLite takes no path with a question mark: " + file);
            }
            Path folder = PrivateFiles.parent(file.toAbsolutePath());
            PrivateFiles.createFolders(folder);
            PrivateFiles.create(file);
            if (!Files.isWritable(file) || !Files.isWritable(folder)) {
                throw StoreUnavailableException.unusable(file + " and its folder must both be writable");
            }
            return new SqliteFile(file.toRealPath(), FileSystemKind.of(file));
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("there can be no database at " + file + ": " + e);
        }
    }

    /** The lock file by which clients take turns. */
    Path turnFile() {
        return path.resolveSibling(path.getFileName() + "-turn");
    }

    /** Refuses file systems whose locks and shared memory do not reach all clients. */
    void requireLocal() {
        fileSystem.requireLocal(path, "a SQLite store");
    }
}
