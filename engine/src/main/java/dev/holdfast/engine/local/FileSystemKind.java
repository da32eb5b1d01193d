package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The kind of a file system, and what a store can promise on it.
 *
 * @param name the platform's name for it
 */
public record FileSystemKind(String name) {
    private static final Set<String> REMOTE =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs");
    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

    /** The kind of file system that a path is on. */
    public static FileSystemKind of(Path path) throws IOException {
        return new FileSystemKind(Files.getFileStore(path).type());
    }

    /** What acknowledged commits survive on this file system. */
    public Durability durability() {
        return VOLATILE.contains(name) ? Durability.PROCESS : Durability.LOCAL;
    }

    /**
     * Refuses network file systems, whose locks and shared memory do not reach all clients.
     *
     * @throws StoreUnavailableException if this is a network file system; names the path and the kind of store
     */
    public void requireLocal(Path path, String store) {
        if (REMOTE.contains(name)) {
            throw StoreUnavailableException.unusable(
                    path + " is on a network file system (" + name + "); " + store + " needs a local one");
        }
    }
}
