package dev.holdfast.store.file;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.PrivateFiles;
import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.TurnFile;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.local.WatchedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder in a local file system. */
final class LocalDisk implements Disk {
    private final Path folder;
    private final TurnFile turn;
    private final TurnFile compaction;
    private TurnFile.@Nullable User user;

    private LocalDisk(Path folder, TurnFile turn, TurnFile compaction) {
        this.folder = folder;
        this.turn = turn;
        this.compaction = compaction;
    }

    /** Opens an existing folder, together with its other clients in this process. */
    static LocalDisk of(Path folder) throws IOException {
        TurnFile turn = TurnFile.join(folder.resolve("turn"));
        boolean done = false;
        try {
            Footing.settle(turn.memory(), !hasSegments(folder));
            LocalDisk disk = new LocalDisk(folder, turn, TurnFile.join(folder.resolve("turn-compaction")));
            done = true;
            return disk;
        } finally {
            if (!done) {
                turn.leave();
            }
        }
    }

    private static boolean hasSegments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> Segment.number(file.getFileName().toString()) >= 0);
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        Path file = folder.resolve(name);
        PrivateFiles.requireOwn(file);
        return new LocalFile(
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                WatchedFile.of(file).identity());
    }

    @Override
    public DiskFile create(String name) throws IOException {
        Path file = folder.resolve(name);
        FileChannel channel = PrivateFiles.replace(file);
        return new LocalFile(channel, WatchedFile.of(file).identity());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public @Nullable String loss(String name, DiskFile file, long leastBytes) {
        return WatchedFile.loss(folder.resolve(name), file.identity(), leastBytes);
    }

    @Override
    public void sync() throws IOException {
        PrivateFiles.syncFolder(folder);
    }

    @Override
    public SharedMemory memory() {
        return turn.memory();
    }

    @Override
    public Object identity() throws IOException {
        return WatchedFile.of(folder).identity();
    }

    @Override
    public List<Footing.Part> parts() throws IOException {
        return List.of(WatchedFile.of(folder), turn.part(), compaction.part());
    }

    @Override
    public boolean isUsed() {
        return turn.isUsed();
    }

    @Override
    public void enter() {
        user = turn.enter();
    }

    @Override
    public Wakeups wakeups() {
        return turn.wakeups();
    }

    @Override
    public Hold takeTurn(Duration patience) {
        return turn.acquire(patience)::release;
    }

    @Override
    public Hold takeCompaction(Duration patience) {
        return compaction.acquire(patience)::release;
    }

    @Override
    public void close() {
        try {
            if (user != null) {
                user.leave();
            }
            turn.leave();
        } finally {
            compaction.leave();
        }
    }

    private record LocalFile(FileChannel channel, Object identity) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int read = channel.read(into, at + total);
                if (read < 0) {
                    return total == 0 ? -1 : total;
                }
                total += read;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            long next = at;
            while (from.hasRemaining()) {
                next += channel.write(from, next);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
