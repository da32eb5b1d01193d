package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys by which a state is found from what its header says. Each is a section, what the state is found by, and its
 * id, so that in the order of {@link #ORDER} the states of one principal stand together by id, as do those that wait
 * for the same, and those that are due by time.
 */
public final class HeaderKeys {
    /** By unsigned bytes. */
    public static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    /** The sections. */
    public static final byte PRINCIPAL = 3;

    public static final byte DUE = 4;
    public static final byte AGING = 5;
    public static final byte WAITING = 6;

    /** The last of them. */
    public static final byte LAST = WAITING;

    private static final int DUE_LENGTH = 1 + Long.BYTES + Integer.BYTES;

    private HeaderKeys() {}

    /** All keys of a state. */
    public static List<byte[]> of(StateId id, StateHeader header) {
        List<byte[]> keys = new ArrayList<>();
        Set<String> principals = new HashSet<>(header.readers());
        principals.add(header.owner());
        principals.forEach(principal -> keys.add(with(ofPrincipal(principal), id)));
        if (header.nextDue() != null) {
            keys.add(with(dueFrom(header.nextDue()), id));
        }
        if (header.keptFor() != null) {
            keys.add(with(aging(), id));
        }
        header.waitsFor().forEach(what -> keys.add(with(waitingFor(what), id)));
        return keys;
    }

    /** What the keys of a principal's states begin with. */
    static byte[] ofPrincipal(String principal) {
        return named(PRINCIPAL, principal);
    }

    /** What the keys of states begin with that wait for the same. */
    static byte[] waitingFor(String what) {
        return named(WAITING, what);
    }

    /** No key of another name begins so, since the length comes first. */
    private static byte[] named(byte section, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + text.length)
                .put(section)
                .putInt(text.length)
                .put(text)
                .array();
    }

    /** What the keys of states begin with that are due at a time; those of states due earlier are smaller. */
    static byte[] dueFrom(Instant time) {
        return ByteBuffer.allocate(DUE_LENGTH)
                .put(DUE)
                .putLong(time.getEpochSecond() ^ Long.MIN_VALUE)
                .putInt(time.getNano())
                .array();
    }

    /** What the keys of states begin with whose events age. */
    static byte[] aging() {
        return new byte[] {AGING};
    }

    static byte[] with(byte[] prefix, StateId id) {
        byte[] text = id.value().getBytes(StandardCharsets.US_ASCII);
        byte[] key = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, key, prefix.length, text.length);
        return key;
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The state that a key leads to. */
    public static StateId id(byte[] key) {
        int from = switch (key[0]) {
            case PRINCIPAL, WAITING -> 1 + Integer.BYTES + ByteBuffer.wrap(key).getInt(1);
            case DUE -> DUE_LENGTH;
            default -> 1;
        };
        return new StateId(new String(key, from, key.length - from, StandardCharsets.US_ASCII));
    }
}
