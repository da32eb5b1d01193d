package dev.holdfast.store.file;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the bytes that are read from the files of a disk, and the files that are open. */
final class CountingDisk implements ListeningDisk.Listener {
    private final Set<DiskFile> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;
    private int mostOpen;

    /** The same disk, whose files count. */
    Disk on(Disk disk) {
        return ListeningDisk.on(disk, this);
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int open() {
        return open.size();
    }

    /** The most files that were open at the same time. */
    synchronized int mostOpen() {
        return mostOpen;
    }

    @Override
    public synchronized void before(Object target, String operation, Object @Nullable [] arguments) {
        switch (operation) {
            case "read" -> bytes += ((ByteBuffer) Objects.requireNonNull(arguments)[0]).remaining();
            case "close" -> open.remove(target);
            default -> {}
        }
    }

    @Override
    public synchronized void opened(DiskFile file) {
        open.add(file);
        mostOpen = Math.max(mostOpen, open.size());
    }
}
