package dev.holdfast.store.file;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the lines of a state's commits in order. Those of a busy state are close together, and a read costs more than a
 * few thousand bytes too many, so neighbouring lines are fetched in one read.
 */
final class ReadAhead {
    private static final int PIECE = 1 << 16;

    private final LogIndex index;
    private final IndexedState state;
    private final int end;
    private byte[] piece = new byte[0];
    private long begin;

    /** @param end the commit after the last one that will be read */
    ReadAhead(LogIndex index, IndexedState state, int end) {
        this.index = index;
        this.state = state;
        this.end = end;
    }

    /** The line of a commit as it is in the file; it may be damaged. */
    byte[] line(int commit) throws IOException {
        long spot = state.spot(commit);
        int length = state.length(commit);
        if (spot < begin || spot + length > begin + piece.length) {
            begin = spot;
            piece = index.segment(spot).bytes(Spot.offset(spot), lengthFrom(commit));
        }
        int from = (int) (spot - begin);
        return Arrays.copyOfRange(piece, from, from + length);
    }

    /** How many bytes to read at once from a commit's line on. Spots of different segments are far apart. */
    private int lengthFrom(int commit) {
        int length = state.length(commit);
        for (int next = commit + 1; next < end; next++) {
            long reach = state.spot(next) + state.length(next) - state.spot(commit);
            if (reach <= length || reach > PIECE) {
                break;
            }
            length = (int) reach;
        }
        return length;
    }
}
