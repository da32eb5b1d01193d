package dev.holdfast.store.redis;

import dev.holdfast.engine.local.HeaderKeys;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a state besides its commits, as the scripts write it.
 *
 * @param erased whether it was erased; then only revision and hash are left
 * @param header as {@link HeaderBytes} writes it
 */
record StateRecord(
        boolean erased, long revision, Bytes hash, String owner, boolean open, long documentBytes, Bytes header) {
    /** What every state is found by, followed by its id. */
    static final byte[] ALL = {1};

    static StateRecord read(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        boolean erased = bytes.get() == 1;
        long revision = bytes.getLong();
        Bytes hash = Bytes.wrap(take(bytes, bytes.get()));
        String owner = new String(take(bytes, bytes.getInt()), StandardCharsets.UTF_8);
        boolean open = bytes.get() == 1;
        long documentBytes = bytes.getLong();
        take(bytes, bytes.getInt()); // What it is found by: scripts alone compare it.
        return new StateRecord(
                erased, revision, hash, owner, open, documentBytes, Bytes.wrap(take(bytes, bytes.remaining())));
    }

    Head head() {
        return erased ? new Head.Deleted(revision, hash) : new Head.Live(revision, hash);
    }

    /** The header; null if it cannot be read or the state is erased. */
    @Nullable StateHeader readHeader() {
        try {
            return erased
                    ? null
                    : HeaderBytes.read(header.borrow(), owner, open ? Phase.OPEN : Phase.CLOSED, documentBytes);
        } catch (IOException | RuntimeException e) {
            return null; // It may be anything if another program changed it.
        }
    }

    /** What a state is found by, each without its id, which ends all of them; equal for equal headers. */
    static byte[] keys(StateId id, StateHeader header) {
        TreeSet<byte[]> keys = new TreeSet<>(HeaderKeys.ORDER);
        int idBytes = id.value().length();
        keys.add(ALL);
        HeaderKeys.of(id, header).forEach(key -> keys.add(Arrays.copyOf(key, key.length - idBytes)));
        ByteBuffer packed = ByteBuffer.allocate(
                keys.stream().mapToInt(key -> Integer.BYTES + key.length).sum());
        keys.forEach(key -> packed.putInt(key.length).put(key));
        return packed.array();
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }
}
