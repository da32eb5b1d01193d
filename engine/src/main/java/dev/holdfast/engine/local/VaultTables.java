package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.WrappedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The keys in a vault file: tables one after the other, each twice as large as the one before, of buckets of eight
 * slots of 128 bytes.
 *
 * <p>The n-th key of a state stands in the bucket, of any table, that a digest of the state and n leads to. If that
 * bucket is full in all tables, another table follows. So nothing that stands in the file ever moves: a key is added,
 * or destroyed, by writing its slot, and a crash harms nothing else. A slot that is empty is all zeros.
 *
 * <pre>checksum 4, kind 1, length 1, generation 4, from 8, id 8, digest 16, wrapped 80, zeros</pre>
 */
final class VaultTables {
    private static final int SLOT = 128;
    private static final int SLOTS = 8;
    private static final int BUCKET = SLOTS * SLOT;
    private static final int FIRST_BUCKETS = 64;
    private static final int DIGEST = 16;
    private static final int DIGEST_AT = 26;
    private static final byte KEY = 1;

    /** A state has no key after so many that are not there: one may have lost its digest. */
    private static final int MISSING_AT_THE_END = 2;

    private final FileChannel channel;

    VaultTables(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A slot of a state.
     *
     * @param key null if it is not as it was written
     */
    private record Slot(@Nullable WrappedKey key, int ordinal, long at) {}

    List<WrappedKey> find(StateId state) throws IOException {
        return keys(slots(state));
    }

    private static List<WrappedKey> keys(List<Slot> slots) {
        return slots.stream().flatMap(slot -> Stream.ofNullable(slot.key)).toList();
    }

    /** Adds what is not there yet. Not durable before {@link #force}. */
    void put(List<WrappedKey> keys) throws IOException {
        for (WrappedKey key : keys) {
            List<Slot> there = slots(key.state());
            if (!keys(there).contains(key)) {
                byte[] digest = digest(key.state(), there.isEmpty() ? 0 : there.getLast().ordinal + 1);
                write(slot(key, digest), free(digest));
            }
        }
    }

    /** Destroys the keys of a state, the last one first, so that those that are left are still found. */
    void destroy(StateId state) throws IOException {
        for (Slot last : slots(state).reversed()) {
            write(new byte[SLOT], last.at);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    /** What stands there for a state, altered or not: what is altered hides no later key, and is destroyed as well. */
    private List<Slot> slots(StateId state) throws IOException {
        List<Slot> slots = new ArrayList<>();
        int missing = 0;
        for (int ordinal = 0; missing < MISSING_AT_THE_END; ordinal++) {
            int before = slots.size();
            addSlots(slots, state, ordinal);
            missing = slots.size() == before ? missing + 1 : 0;
        }
        return slots;
    }

    private void addSlots(List<Slot> slots, StateId state, int ordinal) throws IOException {
        byte[] digest = digest(state, ordinal);
        for (int table = 0; table < tables(); table++) {
            long at = bucket(table, digest);
            byte[] bucket = read(channel, at, BUCKET);
            for (int slot = 0; slot < BUCKET; slot += SLOT) {
                if (Arrays.equals(bucket, slot + DIGEST_AT, slot + DIGEST_AT + DIGEST, digest, 0, DIGEST)) {
                    slots.add(new Slot(key(state, bucket, slot), ordinal, at + slot));
                }
            }
        }
    }

    /** An empty slot for a digest, in a new table if there is none. */
    private long free(byte[] digest) throws IOException {
        byte[] empty = new byte[SLOT];
        int tables = tables();
        for (int table = 0; table < tables; table++) {
            long at = bucket(table, digest);
            byte[] bucket = read(channel, at, BUCKET);
            for (int slot = 0; slot < BUCKET; slot += SLOT) {
                if (Arrays.equals(bucket, slot, slot + SLOT, empty, 0, SLOT)) {
                    return at + slot;
                }
            }
        }
        channel.write(ByteBuffer.allocate(1), begin(tables + 1) - 1);
        return bucket(tables, digest);
    }

    /** How many tables are whole; one that could not be added in whole holds nothing. */
    private int tables() throws IOException {
        long size = channel.size();
        int tables = 0;
        while (begin(tables + 1) <= size) {
            tables++;
        }
        return tables;
    }

    private static long begin(int table) {
        return VaultHeadCopies.BYTES + (long) BUCKET * FIRST_BUCKETS * ((1L << table) - 1);
    }

    private static long bucket(int table, byte[] digest) {
        long buckets = (long) FIRST_BUCKETS << table;
        return begin(table)
                + BUCKET * Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), buckets);
    }

    private static byte[] slot(WrappedKey key, byte[] digest) {
        byte[] slot = new byte[SLOT];
        ByteBuffer buffer = ByteBuffer.wrap(slot)
                .putInt(0)
                .put(KEY)
                .put((byte) key.wrapped().length())
                .putInt(key.generation())
                .putLong(key.from())
                .put(key.id().getBytes(StandardCharsets.US_ASCII))
                .put(digest)
                .put(key.wrapped().borrow());
        buffer.putInt(0, checksum(slot, 0));
        return slot;
    }

    /** The key in a slot of a state; null if the slot is not as it was written. */
    private static @Nullable WrappedKey key(StateId state, byte[] bucket, int at) {
        ByteBuffer slot = ByteBuffer.wrap(bucket, at, SLOT).slice();
        int checksum = slot.getInt();
        byte kind = slot.get();
        int length = slot.get();
        int generation = slot.getInt();
        long from = slot.getLong();
        byte[] id = new byte[WrappedKey.ID_CHARACTERS];
        slot.get(id);
        slot.position(DIGEST_AT + DIGEST);
        if (kind != KEY || checksum != checksum(bucket, at) || length < 0 || length > slot.remaining()) {
            return null;
        }
        byte[] wrapped = new byte[length];
        slot.get(wrapped);
        return new WrappedKey(state, new String(id, StandardCharsets.US_ASCII), generation, from, Bytes.wrap(wrapped));
    }

    private static int checksum(byte[] bytes, int slot) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, slot + Integer.BYTES, SLOT - Integer.BYTES);
        return (int) checksum.getValue();
    }

    private static byte[] digest(StateId state, int ordinal) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((state + " " + ordinal).getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(sha256.digest(), DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void write(byte[] slot, long at) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(slot);
        while (from.hasRemaining()) {
            channel.write(from, at + from.position());
        }
    }

    /** So many bytes from a place on; zeros behind the end of the file. */
    static byte[] read(FileChannel channel, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        int read = 0;
        while (into.hasRemaining() && read >= 0) {
            read = channel.read(into, at + into.position());
        }
        return bytes;
    }
}
