package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes a {@link SortedFile}, entry by entry. */
final class SortedFileWriter {
    /** The size from which on a block takes no more entries: few, since a search goes through them one by one. */
    private static final int BLOCK_BYTES = 8 << 10;

    private final LineWriter file;
    private final int format;
    private final long entries;
    private final SortedBlock.Builder block = new SortedBlock.Builder();
    private final List<SortedBlock.Entry> places = new ArrayList<>();
    private byte[] firstKey = new byte[0];

    SortedFileWriter(DiskFile file, int format, byte[] start) throws IOException {
        this.file = new LineWriter(file, 0);
        this.format = format;
        this.file.add(number(format));
        block(start);
        this.entries = this.file.at();
    }

    /** Adds an entry, whose key must be greater than all before it. */
    void add(SortedBlock.Entry entry) throws IOException {
        if (block.size() == 0) {
            firstKey = entry.key();
        }
        block.add(entry);
        if (block.size() >= BLOCK_BYTES) {
            flush(places);
        }
    }

    /** Writes the end. The file is then complete, but not yet synced. */
    void end(long note) throws IOException {
        flush(places);
        long entriesEnd = file.at();
        List<SortedBlock.Entry> below = places;
        int depth = 0;
        do {
            below = level(below);
            depth++;
        } while (below.size() > 1);
        long root =
                below.isEmpty() ? 0 : ByteBuffer.wrap(below.getFirst().value()).getLong();
        long last = file.at();
        block(new SortedFile.End(entries, entriesEnd, root, below.isEmpty() ? 0 : depth, note).bytes());
        file.add(ByteBuffer.allocate(SortedFile.TAIL)
                .putLong(last)
                .putInt(format)
                .array());
        file.flush();
    }

    /** Writes the blocks that hold the places of others, and returns their own. */
    private List<SortedBlock.Entry> level(List<SortedBlock.Entry> below) throws IOException {
        List<SortedBlock.Entry> written = new ArrayList<>();
        for (SortedBlock.Entry place : below) {
            if (block.size() == 0) {
                firstKey = place.key();
            }
            block.add(place);
            if (block.size() >= BLOCK_BYTES) {
                flush(written);
            }
        }
        flush(written);
        return written;
    }

    private void flush(List<SortedBlock.Entry> written) throws IOException {
        if (block.size() > 0) {
            byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(file.at()).array();
            written.add(new SortedBlock.Entry(firstKey, place));
            block(block.take());
        }
    }

    private void block(byte[] content) throws IOException {
        file.add(number(content.length));
        file.add(number(SortedFile.checksum(content)));
        file.add(content);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
