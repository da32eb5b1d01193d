package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files and folders that only the user may access and that survive power loss. */
public final class PrivateFiles {
    private static final String FILE = "rw-------";
    private static final String FOLDER = "rwx------";

    private PrivateFiles() {}

    /**
     * Creates a file if there is none. Never opens an existing one: closing it would give up the process's locks on it.
     *
     * @throws StoreUnavailableException if the path is a link, or belongs to another user
     */
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, permissions(file, FILE));
            protect(file, FILE);
            syncFolder(parent(file.toAbsolutePath()));
        } catch (FileAlreadyExistsException e) {
            requireOwn(file); // It exists already, perhaps since just now.
        }
    }

    /**
     * Opens a new empty file to read and write, in place of any of that name.
     *
     * @throws FileAlreadyExistsException if another program creates it at the same moment
     */
    public static FileChannel replace(Path file) throws IOException {
        Files.deleteIfExists(file); // Not truncated: what another user put there may be a link to something else.
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                permissions(file, FILE));
        boolean done = false;
        try {
            protect(file, FILE);
            done = true;
            return channel;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /**
     * Refuses a path that leads to another user's file, or to a file elsewhere. Does nothing if there is no such file.
     *
     * @throws StoreUnavailableException if it is a link, or belongs to another user
     */
    public static void requireOwn(Path file) throws IOException {
        String objection = FileOwner.objection(file);
        if (objection != null) {
            throw StoreUnavailableException.unusable(file + " " + objection);
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
            Files.createDirectory(folder, permissions(above, FOLDER));
            protect(folder, FOLDER);
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

    /** Gives a new file its permissions if the process's umask took some away. */
    private static void protect(Path created, String permissions) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(created, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        if (view != null && !view.readAttributes().permissions().equals(wanted)) {
            view.setPermissions(wanted);
        }
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
