package dev.holdfast.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of keys and values, ascending by key, of which only the parts that are asked for are read. It is a tree of
 * {@linkplain SortedBlock blocks}: the lowest ones stand one behind the other and hold the entries, each other one the
 * first keys and the places of the blocks below it. Each block has a checksum, which is verified when it is read. Safe
 * for use by many threads.
 *
 * <p>The file begins with the number of its format and a block that says what it belongs to, and ends with a
 * {@link End}, its place, and the number of the format again.
 */
final class SortedFile implements AutoCloseable {
    /** Bytes before a block: its length and its checksum. */
    static final int HEAD = 2 * Integer.BYTES;

    /** Bytes behind the last block: its place and the number of the format. */
    static final int TAIL = Long.BYTES + Integer.BYTES;

    private final DiskFile file;
    private final byte[] start;
    private final End end;
    private final @Nullable SortedBlock root;
    private final long size;

    /** The blocks above those with entries that were asked for; all of them are less than a hundredth of the file. */
    private final Map<Long, SortedBlock> above = new ConcurrentHashMap<>();

    /**
     * The last block.
     *
     * @param entries where the blocks with entries begin
     * @param entriesEnd where they end
     * @param root where the root of the tree is
     * @param depth how many levels of blocks are above those with entries; 0 if there are no entries
     * @param note a number that the writer of the file noted in the end
     */
    record End(long entries, long entriesEnd, long root, int depth, long note) {
        static final int BYTES = 4 * Long.BYTES + Integer.BYTES;

        static End read(ByteBuffer in) {
            return new End(in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(BYTES)
                    .putLong(entries)
                    .putLong(entriesEnd)
                    .putLong(root)
                    .putInt(depth)
                    .putLong(note)
                    .array();
        }
    }

    /**
     * Reads the ends of a file. The file is closed with this.
     *
     * @throws IOException if it is of another format, damaged, or ends too early
     */
    SortedFile(DiskFile file, int format) throws IOException {
        this.file = file;
        this.size = file.size();
        int found = read(0, Integer.BYTES).getInt();
        if (found != format) {
            throw new IOException(
                    "the file has format " + Integer.toHexString(found) + ", not " + Integer.toHexString(format));
        }
        this.start = block(Integer.BYTES);
        ByteBuffer tail = read(Math.max(0, size - TAIL), TAIL);
        long last = tail.getLong();
        if (tail.getInt() != format) {
            throw new IOException("the file ends too early");
        }
        this.end = End.read(ByteBuffer.wrap(block(last)));
        this.root = end.depth() == 0 ? null : new SortedBlock(block(end.root()));
    }

    /** The first block. */
    byte[] start() {
        return start;
    }

    /** The number that its writer noted in the end. */
    long note() {
        return end.note();
    }

    /**
     * The value of a key; null if there is none.
     *
     * @throws UnreadableCheckpointException if a block on the way cannot be read
     */
    byte @Nullable [] find(byte[] key) {
        return root == null ? null : new SortedBlock(sound(place(root, key))).find(key);
    }

    /**
     * The entries from a key on, ascending. Each block is read when its first entry is asked for.
     *
     * @throws UnreadableCheckpointException also from the iterator, if a block cannot be read
     */
    Iterator<SortedBlock.Entry> from(byte[] key) {
        return new Walk(root == null ? end.entriesEnd() : place(root, key), key);
    }

    /** Where the block is that holds a key, if the file has it. */
    private long place(SortedBlock top, byte[] key) {
        SortedBlock at = top;
        for (int level = end.depth(); level > 1; level--) {
            at = above.computeIfAbsent(number(at.floor(key)), place -> new SortedBlock(sound(place)));
        }
        return number(at.floor(key));
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** Goes through the blocks with entries from one of them on. */
    private final class Walk implements Iterator<SortedBlock.Entry> {
        private final byte[] from;
        private Iterator<SortedBlock.Entry> entries = Collections.emptyIterator();
        private long next;

        Walk(long first, byte[] from) {
            this.next = first;
            this.from = from;
        }

        @Override
        public boolean hasNext() {
            while (!entries.hasNext() && next < end.entriesEnd()) {
                byte[] content = sound(next);
                next += HEAD + content.length;
                entries = new SortedBlock(content).from(from);
            }
            return entries.hasNext();
        }

        @Override
        public SortedBlock.Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return entries.next();
        }
    }

    private byte[] sound(long at) {
        try {
            return block(at);
        } catch (IOException e) {
            throw new UnreadableCheckpointException(e);
        }
    }

    private byte[] block(long at) throws IOException {
        ByteBuffer head = read(at, HEAD);
        int length = head.getInt();
        int checksum = head.getInt();
        if (length < 0 || length > size - at - HEAD) {
            throw new IOException("there is no block at byte " + at);
        }
        byte[] block = read(at + HEAD, length).array();
        if (checksum != checksum(block)) {
            throw new IOException("the block at byte " + at + " is damaged");
        }
        return block;
    }

    static int checksum(byte[] block) {
        CRC32C checksum = new CRC32C();
        checksum.update(block);
        return (int) checksum.getValue();
    }

    private ByteBuffer read(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        if (from < 0 || (length > 0 && file.read(bytes, from) != length)) {
            throw new IOException("the file ends too early");
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
