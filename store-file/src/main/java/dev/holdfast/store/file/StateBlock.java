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

/** What the index knew of a few states that follow each other, in the form that a checkpoint has. */
final class StateBlock {
    /** So few that one of them is found by looking at one after the other. */
    static final int MOST = 100;

    /**
     * What is known of a state with a long log takes more bytes: finding a state must not mean reading all its commits'
     * places.
     */
    private static final int LARGE = 4 << 10;

    static final StateBlock EMPTY = new StateBlock(new byte[0]);

    private final byte[] content;

    /** @param content as {@link #content} answered it, which nobody may change any more */
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

    /** What is known of a state; null if it is not in this block. */
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
