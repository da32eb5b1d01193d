package dev.holdfast.store.file;

import dev.holdfast.engine.spi.StateId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The index entries of a few consecutive states, encoded as in a checkpoint. */
final class StateBlock {
    /** The most states in a block; few enough to find one by a linear search. */
    static final int MOST = 100;

    /**
     * Entries with more bytes belong to states with long logs. They are kept decoded, since finding a state must not
     * decode the places of all its commits each time.
     */
    private static final int LARGE = 4 << 10;

    static final StateBlock EMPTY = new StateBlock(new byte[0]);

    private final byte[] content;

    /** @param content as returned by {@link #content}; it must not be modified afterwards */
    StateBlock(byte[] content) {
        this.content = content;
    }

    /** A block of states in ascending order. */
    static StateBlock of(List<Map.Entry<StateId, IndexedState>> states) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream(1 << 14);
        DataOutputStream out = new DataOutputStream(content);
        ByteArrayOutputStream known = new ByteArrayOutputStream(1 << 8);
        for (Map.Entry<StateId, IndexedState> state : states) {
            known.reset();
            StateBytes.write(new DataOutputStream(known), state.getValue());
            StateBytes.writeBytes(out, ascii(state.getKey()));
            StateBytes.writeBytes(out, known.toByteArray());
        }
        return new StateBlock(content.toByteArray());
    }

    byte[] content() {
        return content;
    }

    boolean isEmpty() {
        return content.length == 0;
    }

    /** The smallest id of a block that is not empty. */
    StateId first() {
        return id(ByteBuffer.wrap(content));
    }

    /** The entry of a state; null if it is not in this block. */
    @Nullable IndexedState find(StateId id) {
        byte[] wanted = ascii(id);
        ByteBuffer in = ByteBuffer.wrap(content);
        while (in.hasRemaining()) {
            int length = in.getInt();
            int from = in.position();
            boolean found = Arrays.equals(content, from, from + length, wanted, 0, wanted.length);
            in.position(from + length);
            int known = in.getInt();
            if (found) {
                return StateBytes.read(in);
            }
            in.position(in.position() + known);
        }
        return null;
    }

    /** The states with short logs. */
    NavigableMap<StateId, IndexedState> small() {
        return states(false);
    }

    /** The states with long logs. */
    NavigableMap<StateId, IndexedState> large() {
        return states(true);
    }

    private NavigableMap<StateId, IndexedState> states(boolean large) {
        NavigableMap<StateId, IndexedState> states = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(content);
        while (in.hasRemaining()) {
            int start = in.position();
            in.position(start + Integer.BYTES + in.getInt(start));
            int known = in.getInt();
            int end = in.position() + known;
            if (known > LARGE == large) {
                states.put(id(ByteBuffer.wrap(content, start, end - start)), StateBytes.read(in));
            }
            in.position(end);
        }
        return states;
    }

    private static StateId id(ByteBuffer in) {
        return new StateId(new String(StateBytes.readBytes(in), StandardCharsets.US_ASCII));
    }

    private static byte[] ascii(StateId id) {
        return id.value().getBytes(StandardCharsets.US_ASCII);
    }
}
