package dev.holdfast.store.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Keys and values, ascending by key, in the form in which a {@link SortedFile} holds them. */
final class SortedBlock implements Iterable<SortedBlock.Entry> {
    private final byte[] content;

    /** A key and its value, which must not be modified. */
    static final class Entry {
        private final byte[] key;
        private final byte[] value;

        Entry(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }
    }

    SortedBlock(byte[] content) {
        this.content = content;
    }

    /** Collects the entries of a block. */
    static final class Builder {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream(1 << 14);

        void add(Entry entry) {
            add(entry.key());
            add(entry.value());
        }

        private void add(byte[] bytes) {
            content.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            content.writeBytes(bytes);
        }

        int size() {
            return content.size();
        }

        /** The content of the block; the next one begins empty. */
        byte[] take() {
            byte[] taken = content.toByteArray();
            content.reset();
            return taken;
        }
    }

    /** The value of a key; null if the block does not have it. */
    byte @Nullable [] find(byte[] key) {
        Cursor cursor = new Cursor(key);
        return cursor.hasNext() && cursor.isAt(key) ? cursor.next().value() : null;
    }

    /** The value of the greatest key that is not greater than a given one; that of the first key if all are greater. */
    byte[] floor(byte[] key) {
        Cursor cursor = new Cursor(new byte[0]);
        int found = 0;
        while (cursor.hasNext() && (cursor.at() == 0 || cursor.compare(key) <= 0)) {
            found = cursor.at();
            cursor.skip();
            cursor.skip();
        }
        return cursor.back(found).next().value();
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Cursor(new byte[0]);
    }

    /** The entries from a key on. */
    Iterator<Entry> from(byte[] key) {
        return new Cursor(key);
    }

    private final class Cursor implements Iterator<Entry> {
        private final ByteBuffer in = ByteBuffer.wrap(content);

        Cursor(byte[] from) {
            while (in.hasRemaining() && compare(from) < 0) {
                skip();
                skip();
            }
        }

        int at() {
            return in.position();
        }

        Cursor back(int position) {
            in.position(position);
            return this;
        }

        boolean isAt(byte[] key) {
            return compare(key) == 0;
        }

        @Override
        public boolean hasNext() {
            return in.hasRemaining();
        }

        @Override
        public Entry next() {
            if (!in.hasRemaining()) {
                throw new NoSuchElementException();
            }
            return new Entry(StateBytes.readBytes(in), StateBytes.readBytes(in));
        }

        private int compare(byte[] other) {
            int from = in.position() + Integer.BYTES;
            int length = in.getInt(in.position());
            return Arrays.compareUnsigned(content, from, from + length, other, 0, other.length);
        }

        private void skip() {
            in.position(in.position() + Integer.BYTES + in.getInt(in.position()));
        }
    }
}
