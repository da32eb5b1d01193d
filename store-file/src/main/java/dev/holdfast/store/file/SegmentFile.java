package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The file of a segment. It is open until it is {@linkplain #share shared}, which is when nothing is appended to it any
 * more; from then on it is only read, and opened for that when it is not open. Safe for use by many threads.
 */
final class SegmentFile implements DiskFile {
    private final Disk disk;
    private final Segment.Title title;
    private final Object identity;

    /** What others close and open; null while the file is this one's own. */
    private volatile @Nullable OpenFiles shared;

    private final DiskFile own;

    SegmentFile(Disk disk, Segment.Title title, DiskFile own) {
        this.disk = disk;
        this.title = title;
        this.own = own;
        this.identity = own.identity();
    }

    /** Lets the file be closed and opened again with others. */
    void share(OpenFiles files) throws IOException {
        if (shared == null) {
            files.add(this, own);
            shared = files;
        }
    }

    /**
     * Opens the file once more.
     *
     * @throws SegmentReplacedException if its name does not lead to it any more
     */
    DiskFile openAgain() throws IOException {
        DiskFile file;
        try {
            file = disk.open(title.fileName());
        } catch (NoSuchFileException e) {
            throw new SegmentReplacedException(title.number(), title.generation(), e);
        }
        boolean done = false;
        try {
            if (!file.identity().equals(identity) || !Segment.Title.of(file).equals(title)) {
                throw new SegmentReplacedException(title.number(), title.generation(), null);
            }
            done = true;
            return file;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private <T> T use(OpenFiles.Use<T> use) throws IOException {
        OpenFiles files = shared;
        return files == null ? use.on(own) : files.use(this, use);
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        return use(file -> file.read(into, at));
    }

    @Override
    public long size() throws IOException {
        return use(DiskFile::size);
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
        toWrite().write(from, at);
    }

    /** A sync reports only what went wrong while the file was open, so one that is written is never closed before. */
    @Override
    public void force() throws IOException {
        toWrite().force();
    }

    private DiskFile toWrite() {
        if (shared != null) {
            throw new IllegalStateException(title.fileName() + " is full");
        }
        return own;
    }

    @Override
    public Object identity() {
        return identity;
    }

    @Override
    public void close() throws IOException {
        OpenFiles files = shared;
        if (files == null) {
            own.close();
        } else {
            files.close(this);
        }
    }
}
