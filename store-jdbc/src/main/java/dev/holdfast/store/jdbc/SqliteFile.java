package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.FileOwner;
import dev.holdfast.engine.local.FileSystemKind;
import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.TurnFile;
import dev.holdfast.engine.local.WatchedFile;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The place of a database, whose file may still be missing.
 *
 * @param path the file with links resolved, since clients must agree on the turn file beside it
 * @param fileSystem the file system it is on
 */
record SqliteFile(Path path, FileSystemKind fileSystem) {
    private static final String TURN = "-turn";
    private static final String LOG = "-wal";
    private static final String INDEX = "-shm";

    /** The least size of the index of a log that is in use. */
    private static final long INDEX_BYTES = 32 << 10;

    /**
     * Finds the place of a database, and creates missing folders, accessible to the user alone.
     *
     * @throws StoreUnavailableException if there can be no database, with the reason
     */
    static SqliteFile find(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw StoreUnavailableException.unusable(file + " is a folder; name a file in it");
            } else if (file.toString().contains("?")) {
                throw StoreUnavailableException.unusable("SQLite takes no path with a question mark: " + file);
            }
            Path folder = PrivateFiles.parent(file.toAbsolutePath());
            PrivateFiles.createFolders(folder);
            requireOurs(file);
            boolean present = Files.exists(file);
            if ((present && !Files.isWritable(file)) || !Files.isWritable(folder)) {
                throw StoreUnavailableException.unusable(file + " and its folder must both be writable");
            }
            Path real = present ? file.toRealPath() : folder.toRealPath().resolve(file.getFileName());
            SqliteFile found = new SqliteFile(real, FileSystemKind.of(present ? file : folder));
            for (Path beside : List.of(found.turnFile(), found.log(), found.beside(INDEX))) {
                PrivateFiles.requireOwn(beside);
            }
            return found;
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("there can be no database at " + file, e);
        }
    }

    private static void requireOurs(Path file) throws IOException {
        String objection = FileOwner.objectionToChosen(file);
        if (objection != null) {
            throw StoreUnavailableException.unusable(file + " " + objection);
        }
    }

    /**
     * Creates the file if it is missing, accessible to the user alone. Other clients get time to stop if nothing tells
     * them of this one.
     *
     * @param shared the numbers of the turn file
     * @throws StoreUnavailableException if the file is missing although a store was here
     */
    void create(SharedMemory shared) {
        try {
            boolean known = Footing.isKnown(shared); // asked first: another client may create the database right now
            boolean empty = !Files.exists(path) || Files.size(path) == 0;
            if (known && empty) {
                throw StoreUnavailableException.unusable(path + " is missing or empty, although a store was there: "
                        + turnFile() + " is still here. Put the database back; or, to begin with an empty store,"
                        + " delete that file too");
            }
            Footing.settle(shared, empty);
            PrivateFiles.create(path);
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("there can be no database at " + path, e);
        }
    }

    /**
     * Refuses a database whose log or index is missing while other clients have it open. SQLite would map an index that
     * was cut, and the process would end.
     *
     * @throws StoreUnavailableException if so
     */
    void requireWhole(TurnFile shared, Duration patience) {
        if (isWhole() || !Footing.isKnown(shared.memory())) {
            return;
        }
        TurnFile.Hold turn = shared.acquire(patience);
        try {
            if (shared.isUsed() && !isWhole()) {
                throw StoreUnavailableException.lost(log() + " or " + beside(INDEX) + " was deleted or cut");
            }
        } finally {
            turn.release();
        }
    }

    private boolean isWhole() {
        try {
            return Files.exists(log()) && Files.size(beside(INDEX)) >= INDEX_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** The lock file by which clients take turns. */
    Path turnFile() {
        return beside(TURN);
    }

    /** SQLite's write-ahead log. */
    Path log() {
        return beside(LOG);
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** Refuses file systems whose locks and shared memory do not reach all clients. */
    void requireLocal() {
        fileSystem.requireLocal(path, "a SQLite store");
    }

    /**
     * Watches the files of the open database.
     *
     * @param sizes tells whether a database or log that became shorter is whole all the same
     */
    List<WatchedFile> watch(SqliteSizes sizes) throws IOException {
        return List.of(
                WatchedFile.of(path, sizes::holdDatabase),
                WatchedFile.of(log(), sizes::holdLog),
                WatchedFile.of(beside(INDEX)));
    }
}
