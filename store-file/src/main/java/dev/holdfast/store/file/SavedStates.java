package dev.holdfast.store.file;

import dev.holdfast.engine.local.HeaderKeys;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states in the file of a checkpoint, read only when they are asked for, so that a million of them cost neither
 * time when the store is opened nor memory. Those with long logs are in a section of their own, which is read at once.
 * Safe for use by many threads.
 */
final class SavedStates implements AutoCloseable {
    /** The sections, in the order in which they are written; those between are of {@link HeaderKeys}. */
    static final byte LARGE = 1;

    static final byte STATE = 2;
    static final byte HOLDING = HeaderKeys.LAST + 1;
    private static final byte SEGMENT = HOLDING + 1;

    /** Of a store without a checkpoint. */
    static final SavedStates NONE = new SavedStates(null);

    private final @Nullable SortedFile file;

    SavedStates(@Nullable SortedFile file) {
        this.file = file;
    }

    boolean isEmpty() {
        return file == null;
    }

    /** The number of the last record that is counted in the holdings. */
    long counted() {
        return file == null ? 0 : file.note();
    }

    /** The entry of a state with a short log; null if there is none. */
    @Nullable IndexedState find(StateId id) {
        byte[] value = file == null ? null : file.find(key(STATE, id));
        return value == null ? null : StateBytes.read(ByteBuffer.wrap(value));
    }

    /** The states with long logs. */
    NavigableMap<StateId, IndexedState> large() {
        NavigableMap<StateId, IndexedState> large = new TreeMap<>();
        Iterator<SortedBlock.Entry> entries = section(LARGE, new byte[] {LARGE});
        while (entries.hasNext()) {
            SortedBlock.Entry entry = entries.next();
            large.put(HeaderKeys.id(entry.key()), StateBytes.read(ByteBuffer.wrap(entry.value())));
        }
        return large;
    }

    /** What an owner held by the saved headers. */
    Holding held(String owner) {
        byte[] value = file == null ? null : file.find(holding(owner));
        return value == null ? Holding.NONE : readHolding(value);
    }

    static Holding readHolding(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Holding(in.getLong(), in.getLong());
    }

    static byte[] bytes(Holding holding) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(holding.open())
                .putLong(holding.bytes())
                .array();
    }

    /** The entries from a key on to the end of a section. */
    Iterator<SortedBlock.Entry> section(byte section, byte[] from) {
        Iterator<SortedBlock.Entry> entries = file == null ? Collections.emptyIterator() : file.from(from);
        return new Until<>(entries, entry -> entry.key()[0] > section);
    }

    /** What cannot be reached of a segment. */
    static SortedBlock.Entry unreachable(Segment segment) {
        ByteBuffer value =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(segment.dead).putLong(segment.erased);
        return new SortedBlock.Entry(segment(segment.number()), value.array());
    }

    /** Adds to a segment what cannot be reached of it. */
    void addUnreachable(Segment segment) {
        byte[] value = file == null ? null : file.find(segment(segment.number()));
        if (value != null) {
            ByteBuffer in = ByteBuffer.wrap(value);
            segment.dead += in.getLong();
            segment.erased += in.getLong();
        }
    }

    private static byte[] segment(int number) {
        return key(SEGMENT, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    static byte[] key(byte section, StateId id) {
        return key(section, id.value().getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] holding(String owner) {
        return key(HOLDING, owner.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] key(byte section, byte[] name) {
        return ByteBuffer.allocate(1 + name.length).put(section).put(name).array();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
