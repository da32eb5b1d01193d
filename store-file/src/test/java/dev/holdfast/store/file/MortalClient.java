package dev.holdfast.store.file;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that dies at one of its changes of the disk, while others live on: from then on all that it does fails. */
final class MortalClient implements ListeningDisk.Listener {
    private static final Set<String> CHANGES = Set.of("create", "rename", "delete", "sync", "write", "force");

    private int left;
    private boolean dead;

    /** @param changes how many changes it lives to make */
    MortalClient(int changes) {
        this.left = changes;
    }

    Disk on(Disk disk) {
        return ListeningDisk.on(disk, this);
    }

    synchronized boolean isDead() {
        return dead;
    }

    @Override
    public synchronized void before(Object target, String operation, Object @Nullable [] arguments) throws IOException {
        dead |= CHANGES.contains(operation) && left-- == 0;
        boolean fails = CHANGES.contains(operation)
                || Set.of("open", "list", "read", "size").contains(operation);
        if (dead && fails) {
            throw new IOException("the client is dead");
        }
    }
}
