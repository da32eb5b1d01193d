package dev.holdfast.store.file;

import dev.holdfast.engine.local.FileOwner;
import dev.holdfast.engine.local.FileSystemKind;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores in folders of JSON Lines. Any number of clients, in one process or several on one machine, may share a
 * folder, but not over a network file system. While a client is open, do not copy the folder nor touch {@code turn} and
 * {@code turn-compaction}; {@code checkpoint} and all {@code .snapshot} files may be deleted at any time. Safe for use
 * by many threads.
 */
public final class FileStore {
    private static final int SHARDS = 1;
    private static final int MAX_COMMIT_BYTES = 8 << 20;

    private FileStore() {}

    /**
     * Opens a store, creating the folder, for the user alone, if it is missing.
     *
     * @throws StoreUnavailableException if the folder cannot be used, saying why
     */
    public static CommitLog open(Path folder) {
        return open(folder, FileOptions.DEFAULT);
    }

    /**
     * Opens a store, creating the folder, for the user alone, if it is missing.
     *
     * @throws StoreUnavailableException if the folder cannot be used, saying why
     */
    public static CommitLog open(Path folder, FileOptions options) {
        try {
            requireChosen(folder);
            PrivateFiles.createFolders(folder);
            Path real = folder.toRealPath();
            FileSystemKind kind = FileSystemKind.of(real);
            kind.requireLocal(real, "a file store");
            if (!Files.isWritable(real)) {
                throw StoreUnavailableException.unusable(folder + " is not writable");
            }
            requireOurs(real);
            return open(
                    LocalDisk.of(real),
                    options,
                    kind.durability(),
                    kind.name(),
                    () -> UUID.randomUUID().toString());
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("there can be no store in " + folder, e);
        }
    }

    /** Refuses a link that another user made. The folder itself may be anyone's; its files may not. */
    private static void requireChosen(Path folder) throws IOException {
        String objection = Files.isSymbolicLink(folder) ? FileOwner.objectionToLink(folder) : null;
        if (objection != null) {
            throw StoreUnavailableException.unusable(folder + " " + objection);
        }
    }

    /** Refuses folders with other files, so that a wrong path does not fill them with segments. */
    private static void requireOurs(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            boolean ours = files.map(file -> file.getFileName().toString())
                    .allMatch(name -> Segment.number(name) >= 0
                            || name.endsWith(".jsonl.new")
                            || name.startsWith(Checkpoint.FILE)
                            || SnapshotFiles.isNameOfOne(name)
                            || name.startsWith("turn")
                            || FileOwner.isProbe(name));
            if (!ours) {
                throw StoreUnavailableException.unusable(
                        folder + " holds other files; a file store needs a folder of its own");
            }
        }
    }

    /** Opens a store on a disk. Closing the store closes the disk. */
    static FileLog open(
            Disk disk, FileOptions options, Durability durability, String fileSystem, Supplier<String> identity) {
        boolean done = false;
        Disk.@Nullable Hold turn = null;
        try {
            turn = takeTurn(disk, options);
            if (turn != null) {
                prepare(disk, options, identity);
            }
            LogFolder folder = turn == null ? LogFolder.join(disk) : LogFolder.open(disk);
            FileLog log = new FileLog(disk, folder, info(folder, durability, fileSystem), options);
            done = true;
            return log;
        } catch (IOException e) {
            throw StoreUnavailableException.unusable("the store cannot be opened", e);
        } finally {
            if (turn != null) {
                turn.release();
            }
            if (!done) {
                disk.close();
            }
        }
    }

    /**
     * The turn to find the end of the log; null if it timed out, since then another client is at work and has published
     * it.
     */
    private static Disk.@Nullable Hold takeTurn(Disk disk, FileOptions options) throws IOException {
        try {
            return disk.takeTurn(options.turnTimeout());
        } catch (StoreUnavailableException e) {
            if (LogScan.numbers(disk).isEmpty() || new Noticeboard(disk.memory()).end() == 0) {
                throw e;
            }
            return null;
        }
    }

    /** Creates the first segment of a new store. */
    private static void prepare(Disk disk, FileOptions options, Supplier<String> identity) throws IOException {
        if (LogScan.numbers(disk).isEmpty()) {
            if (new Noticeboard(disk.memory()).end() != 0) {
                throw StoreUnavailableException.unusable("the folder has no segments, although a store was there. Put"
                        + " them back; or, to begin with an empty store, delete the file turn too");
            }
            Segment.Title first = new Segment.Title(identity.get(), 1, 1, 0, 1);
            Segment.write(disk, first, options.aheadBytes(), Segment.LineSource.NOTHING)
                    .install(disk)
                    .close();
        }
    }

    private static StoreInfo info(LogFolder folder, Durability durability, String fileSystem) throws IOException {
        return new StoreInfo(
                folder.look(index -> index.active().title().store()),
                Segment.FORMAT,
                SHARDS,
                MAX_COMMIT_BYTES,
                durability,
                "segments forced before every acknowledgement, folder synced when one is added or replaced, CRC32C of"
                        + " every line checked, on " + fileSystem,
                folder.look(index ->
                        index.damages().stream().map(DamagedRange::toString).toList()),
                "file");
    }
}
