package dev.holdfast.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that must stay the one that was opened, and must not become shorter. Looking at it costs one
 * question to the file system, and never opens it. Safe for use by many threads.
 */
public final class WatchedFile implements Footing.Part {
    private final Path path;
    private final Object identity;
    private final BooleanSupplier isWhole;

    /** The largest size seen. */
    private volatile long size;

    private WatchedFile(Path path, BasicFileAttributes attributes, BooleanSupplier isWhole) {
        this.path = path;
        this.identity = identity(attributes);
        this.isWhole = isWhole;
        this.size = attributes.isDirectory() ? 0 : attributes.size();
    }

    /**
     * Watches a file, or a folder, whose size is of no interest.
     *
     * @param path not followed if it is a link
     */
    public static WatchedFile of(Path path) throws IOException {
        return of(path, () -> false);
    }

    /**
     * The same for a file that may become shorter at times.
     *
     * @param isWhole whether a file that became shorter still has all that it must have; asked only then
     */
    public static WatchedFile of(Path path, BooleanSupplier isWhole) throws IOException {
        return new WatchedFile(path, attributes(path), isWhole);
    }

    /** What tells this file from every other that exists at the same time. */
    public Object identity() {
        return identity;
    }

    /** What tells the file at a path from every other that exists at the same time. */
    static Object identity(Path path) throws IOException {
        return identity(attributes(path));
    }

    @Override
    public @Nullable String loss() {
        // Read before the file is looked at: another thread may see it grow meanwhile.
        long least = size;
        return loss(path, identity, now -> {
            boolean enough = now >= least || isWhole.getAsBoolean();
            size = now;
            return enough;
        });
    }

    /**
     * What happened to an open file, for people to read; null if its name still leads to it and it is not cut.
     *
     * @param identity what told it apart when it was opened
     * @param leastBytes the size below which it was cut
     */
    public static @Nullable String loss(Path path, Object identity, long leastBytes) {
        return loss(path, identity, size -> size >= leastBytes);
    }

    private static @Nullable String loss(Path path, Object identity, LongPredicate isEnough) {
        try {
            BasicFileAttributes now = attributes(path);
            if (!identity.equals(identity(now))) {
                return path + " was replaced by another file";
            }
            boolean whole = now.isDirectory() || isEnough.test(now.size());
            return whole ? null : path + " was cut to " + now.size() + " bytes";
        } catch (NoSuchFileException e) {
            return path + " was deleted or moved";
        } catch (IOException e) {
            return path + " became inaccessible (" + e.getMessage() + ")";
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Device and inode where the platform has them. */
    private static Object identity(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }
}
