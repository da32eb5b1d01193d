package dev.holdfast.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a file. In a folder that others can write to, a file or a link may have been put there by another user,
 * so that this one works on the wrong file.
 */
public final class FileOwner {
    private static final String PROBE = ".holdfast-probe";
    private static final int ROOT = 0;
    private static final int UNKNOWN = -1;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    /** The user that this process acts for; unknown where the platform does not show it. */
    private static final int SELF = self();

    private FileOwner() {}

    /**
     * Why a path must not be used as a file of this user; null if it may be, or if there is nothing.
     *
     * @return the end of a sentence that begins with the path
     */
    public static @Nullable String objection(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                return "is a link, which is not followed here";
            } else if (!attributes.isRegularFile()) {
                return "is not a plain file";
            }
            return isOurs(file) ? null : "belongs to another user, " + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Why a path that the user chose must not be used: as {@link #objection}, but a link is followed if the user, or
     * the administrator, made it.
     */
    public static @Nullable String objectionToChosen(Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return objection(file);
        }
        String objection = objectionToLink(file);
        return objection == null ? objection(file.toRealPath()) : objection;
    }

    /**
     * Why a file that the user chose must not be trusted with a secret, or for one; null if it may be. To be asked
     * again after the file was read: in a folder that others can write to it may just have been replaced.
     *
     * @return the end of a sentence that begins with the path
     */
    public static @Nullable String objectionToSecret(Path file) throws IOException {
        String objection = objectionToChosen(file);
        if (objection == null && isShown(file) && !SECRET.containsAll(Files.getPosixFilePermissions(file))) {
            return "can be read by others; chmod 600 it";
        }
        return objection;
    }

    /** Why a link that the user chose must not be followed; null if it may be. */
    public static @Nullable String objectionToLink(Path link) throws IOException {
        if (!isOurs(link)) {
            return "is a link that another user made, " + Files.getOwner(link, LinkOption.NOFOLLOW_LINKS);
        }
        return Files.exists(link) ? null : "is a link that leads nowhere";
    }

    /**
     * Why a folder must not hold what only this user may read; null if it may.
     *
     * @return the end of a sentence that begins with the path
     */
    public static @Nullable String objectionToFolder(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            return "is a link, which is not followed here";
        } else if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return "is not a folder";
        } else if (!isOurs(folder)) {
            return "belongs to another user, " + Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        }
        boolean open = isShown(folder) && !OWNER.containsAll(Files.getPosixFilePermissions(folder));
        return open ? "is open to other users; chmod go= it" : null;
    }

    /** Whether users other than its owner may change a file; false where the platform has no such permissions. */
    public static boolean isWritableByOthers(Path file) throws IOException {
        if (!isShown(file)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Whether a file of this name is one that this class makes for a moment. */
    public static boolean isProbe(String fileName) {
        return fileName.startsWith(PROBE);
    }

    /** Whether a file, or the link at that path, belongs to this user or to the administrator. */
    private static boolean isOurs(Path file) throws IOException {
        if (!isShown(file)) {
            return true;
        }
        int owner = owner(file, LinkOption.NOFOLLOW_LINKS);
        return owner == ROOT || owner == SELF || owner == ownerOfNewFileBeside(file);
    }

    /** Some file systems give all files one owner, whichever user creates them. */
    private static int ownerOfNewFileBeside(Path file) throws IOException {
        Path probe = Files.createTempFile(PrivateFiles.parent(file.toAbsolutePath()), PROBE, null);
        try {
            return owner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    private static int self() {
        try {
            Path process = Path.of("/proc/self");
            return isShown(process) && Files.exists(process) ? owner(process) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static int owner(Path file, LinkOption... options) throws IOException {
        return Files.getAttribute(file, "unix:uid", options) instanceof Integer id ? id : UNKNOWN;
    }

    private static boolean isShown(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
