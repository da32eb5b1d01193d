package dev.holdfast.cli.background;

import dev.holdfast.engine.local.FileOwner;
import dev.holdfast.engine.local.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one process, which holds a lock in it as long as it lives. Its name says which process that is:
 * {@code BUILD@HOST~PLACE}. What a process that died left behind is removed by the next one.
 */
public final class RunFolder implements AutoCloseable {
    /** The shim that starts the process writes its id there, so that others wait. */
    static final String STARTING = "starting";

    private static final String LOCK = "lock";
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel channel;

    private RunFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes a folder for this process, and removes what others left in it and, from the same host, beside it.
     *
     * @return empty if a process that lives has it
     * @throws IOException if it cannot be written, or other users may look into it
     */
    public static Optional<RunFolder> claim(Path path) throws IOException {
        PrivateFiles.createFolders(path);
        String objection = FileOwner.objectionToFolder(path);
        if (objection != null) {
            throw new IOException(path + " " + objection);
        }
        FileChannel lock = lock(path);
        if (lock == null) {
            return Optional.empty();
        }
        empty(path);
        sweep(path);
        return Optional.of(new RunFolder(path, lock));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The file that the process's warnings go to. */
    public static Path log(Path folder) {
        return folder.resolve("log");
    }

    /** Whether it is still where it was made. */
    public boolean isThere() {
        return Files.exists(path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the folder. */
    @Override
    public void close() throws IOException {
        try (channel) {
            remove(path);
        }
    }

    /**
     * The lock, or null if another process has it. A process that ends removes its lock, so the file that was locked
     * must still be the one at that path.
     */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        PrivateFiles.create(file);
        Object before = key(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null && Objects.equals(before, key(file));
            if (held) {
                String pid = ProcessHandle.current().pid() + "\n"; // for people and tests
                channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            }
            return held ? channel : null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static void sweep(Path path) throws IOException {
        String own = path.getFileName().toString();
        String host = own.substring(own.indexOf('@') + 1).replaceFirst("~.*", "");
        try (DirectoryStream<Path> others = Files.newDirectoryStream(PrivateFiles.parent(path), "*@" + host + "~*")) {
            for (Path other : others) {
                if (!other.equals(path) && !isYoung(other)) {
                    removeIfDead(other);
                }
            }
        }
    }

    /** A process that is about to begin there has not locked it yet. */
    private static boolean isYoung(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isAfter(Instant.now().minus(YOUNG));
    }

    private static void removeIfDead(Path folder) {
        try {
            FileChannel lock = FileOwner.objectionToFolder(folder) == null ? lock(folder) : null;
            if (lock != null) {
                new RunFolder(folder, lock).close();
            }
        } catch (IOException e) {
            // Another process removes it too, or it is not this user's.
        }
    }

    private static void remove(Path folder) throws IOException {
        empty(folder);
        Files.deleteIfExists(log(folder));
        Files.deleteIfExists(folder.resolve("crash.log"));
        Files.deleteIfExists(folder.resolve(STARTING));
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    /** Removes all but the lock, the log, to which standard error leads already, and the mark of a start. */
    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{ticket-*,draft-*,end}")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // It is gone already.
        }
    }
}
