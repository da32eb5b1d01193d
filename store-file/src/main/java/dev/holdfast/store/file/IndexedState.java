package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What the index holds of one state: its head, its header, and where its records are. */
final class IndexedState {
    long revision;
    Bytes hash;

    @Nullable StateHeader header;

    /** The revision of the base, and where the base is; 0 if there is no base. */
    long baseRevision;

    long baseSpot;
    int baseLength;

    /** The highest revision missing from the log; 0 if none is missing. */
    long missing;

    /** The number of the last record that changed this entry since it is in memory. */
    long changedBy;

    /** The commits after the base, without gaps, up to {@code revision}. */
    private long[] spots = new long[1];

    private int[] lengths = new int[1];
    private int[] finders = new int[1];
    private int count;

    IndexedState(Bytes hash) {
        this.hash = hash;
    }

    boolean erased() {
        return header == null;
    }

    /** Whether records that the state needs are damaged or lost. */
    boolean damaged() {
        return !erased() && missing > baseRevision;
    }

    Head head() {
        return erased() ? new Head.Deleted(revision, hash) : new Head.Live(revision, hash);
    }

    int count() {
        return count;
    }

    /** The revision of the oldest commit kept; if none is kept, that of the next commit. */
    long first() {
        return revision - count + 1;
    }

    long spot(int index) {
        return spots[index];
    }

    int length(int index) {
        return lengths[index];
    }

    int finder(int index) {
        return finders[index];
    }

    void moved(int index, long spot) {
        spots[index] = spot;
    }

    void add(long spot, int length, int finder) {
        if (count == spots.length) {
            int capacity = count + (count >> 1) + 2;
            spots = Arrays.copyOf(spots, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            finders = Arrays.copyOf(finders, capacity);
        }
        spots[count] = spot;
        lengths[count] = length;
        finders[count] = finder;
        count++;
    }

    /** Forgets the oldest commits. */
    void removeFirst(int number) {
        spots = Arrays.copyOfRange(spots, number, Math.max(number + 1, count));
        lengths = Arrays.copyOfRange(lengths, number, Math.max(number + 1, count));
        finders = Arrays.copyOfRange(finders, number, Math.max(number + 1, count));
        count -= number;
    }

    /** A hash to find commands by; different commands may share it. 0 stands for no command. */
    static int finder(@Nullable CommandKey command) {
        if (command == null) {
            return 0;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(command.principal().getBytes(StandardCharsets.UTF_8));
        checksum.update(0);
        checksum.update(command.id().getBytes(StandardCharsets.UTF_8));
        return (int) checksum.getValue();
    }
}
