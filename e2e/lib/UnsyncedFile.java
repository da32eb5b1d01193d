package dev.holdfast.store.file;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The file store on a disk that never syncs, as {@code unsynced-file:DIR}: a power cut must destroy its data, or the
 * check that cuts the power proves nothing. The product offers no such store, so this class is added to its class path.
 */
public final class UnsyncedFile implements StoreProvider {
    private static final String SCHEME = "unsynced-file";

    @Override
    public boolean supports(String scheme) {
        return SCHEME.equals(scheme);
    }

    @Override
    public CommitLog open(String address) {
        try {
            Path folder = Files.createDirectories(Path.of(address.substring(SCHEME.length() + 1)));
            return FileStore.open(
                    new UnsyncedDisk(LocalDisk.of(folder)),
                    FileOptions.DEFAULT,
                    Durability.LOCAL,
                    "a disk that never syncs",
                    () -> UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record UnsyncedDisk(Disk disk) implements Disk {
        @Override
        public List<String> list() throws IOException {
            return disk.list();
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return new UnsyncedDiskFile(disk.open(name));
        }

        @Override
        public DiskFile create(String name) throws IOException {
            return new UnsyncedDiskFile(disk.create(name));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(name);
        }

        @Override
        public void sync() {}

        @Override
        public SharedMemory memory() {
            return disk.memory();
        }

        @Override
        public String loss(String name, DiskFile file, long leastBytes) {
            return disk.loss(name, file instanceof UnsyncedDiskFile unsynced ? unsynced.file() : file, leastBytes);
        }

        @Override
        public Object identity() throws IOException {
            return disk.identity();
        }

        @Override
        public List<Footing.Part> parts() throws IOException {
            return disk.parts();
        }

        @Override
        public boolean isUsed() {
            return disk.isUsed();
        }

        @Override
        public void enter() {
            disk.enter();
        }

        @Override
        public Wakeups wakeups() {
            return disk.wakeups();
        }

        @Override
        public Hold takeTurn(Duration patience) {
            return disk.takeTurn(patience);
        }

        @Override
        public Hold takeCompaction(Duration patience) {
            return disk.takeCompaction(patience);
        }

        @Override
        public void close() {
            disk.close();
        }
    }

    private record UnsyncedDiskFile(DiskFile file) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            file.write(from, at);
        }

        @Override
        public void force() {}

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public Object identity() {
            return file.identity();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
