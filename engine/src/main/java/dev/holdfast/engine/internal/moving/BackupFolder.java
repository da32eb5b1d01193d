package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a backup: segments that never change, and a manifest that is replaced in one step. Files that it does
 * not name are left over from a backup that was killed.
 */
final class BackupFolder {
    private static final String MANIFEST = "manifest.json";
    private static final String LOCK = "backup-lock";
    private static final String PART = ".part";

    private final Path folder;

    BackupFolder(Path folder) {
        this.folder = folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A name for a file until it is whole. */
    Path part(String name) {
        return folder.resolve(name + PART);
    }

    /**
     * The manifest; null if there is none.
     *
     * @throws HoldfastException {@code invalid} if it is damaged
     */
    @Nullable BackupManifest manifest() {
        Path file = file(MANIFEST);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return BackupManifest.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw Failure.invalid("backup", file + " is damaged, or of a newer version.")
                    .toException();
        }
    }

    /** Does work that no other process does on this folder at the same time; makes the folder if there is none. */
    <T> T alone(Function<BackupFolder, T> work) {
        try {
            PrivateFiles.createFolders(folder);
            Path lock = file(LOCK); // Of a name that no store has, since making it must harm none.
            PrivateFiles.create(lock);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held == null) {
                    throw busy();
                }
                return work.apply(this);
            }
        } catch (OverlappingFileLockException e) {
            throw busy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoreUnavailableException busy() {
        return StoreUnavailableException.busy("the backup in " + folder + ", to which another process writes,");
    }

    /**
     * Makes an empty manifest, from which on the files of the folder are those of a backup.
     *
     * @throws HoldfastException {@code invalid} if the folder holds anything else, such as a store
     */
    BackupManifest begin(String store) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> own = Set.of(LOCK, MANIFEST + PART);
            if (files.anyMatch(file -> !own.contains(String.valueOf(file.getFileName())))) {
                throw Failure.invalid("backup", folder + " holds other files. A backup needs a folder of its own.")
                        .toException();
            }
        }
        BackupManifest manifest = new BackupManifest(store, List.of());
        commit(manifest);
        return manifest;
    }

    /** Lets a file count as whole, once it is named. Its content is durable already. */
    void name(String name) throws IOException {
        Files.move(part(name), file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Replaces the manifest, durably, and then deletes what it does not name. */
    void commit(BackupManifest manifest) throws IOException {
        PrivateFiles.syncFolder(folder);
        try (FileChannel channel = PrivateFiles.replace(part(MANIFEST))) {
            ByteBuffer text = ByteBuffer.wrap(manifest.toJson().toBytes());
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        name(MANIFEST);
        PrivateFiles.syncFolder(folder);
        clean(manifest);
    }

    /** Deletes what is left over of backups that were killed, and what is of use no more. */
    void clean(BackupManifest manifest) throws IOException {
        Set<String> named = new HashSet<>(Set.of(MANIFEST, LOCK));
        manifest.segments().forEach(segment -> named.add(segment.file()));
        if (!manifest.segments().isEmpty()) {
            named.add(manifest.segments().getLast().heads());
        }
        for (Path file : ours()) {
            if (!named.contains(String.valueOf(file.getFileName()))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The files that a backup has made; whatever else a person put there is not touched. */
    private List<Path> ours() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .matches("(backup-\\d{6}\\.(jsonl|heads)|" + MANIFEST + ")(\\" + PART + ")?"))
                    .toList();
        }
    }
}
