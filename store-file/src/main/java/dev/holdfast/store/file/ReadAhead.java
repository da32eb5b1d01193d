package dev.holdfast.store.file;

import java.io.IOException;
import java.util.Arrays;

/**
 * The lines of a state's commits, one after the other. Those of a busy state lie close together, and reading a file
 * costs more than a few thousand bytes that nobody asked for, so near ones are read at once.
 */
final class ReadAhead {
    private static final int PIECE = 1 << 16;

    private final LogIndex index;
    private final IndexedState state;
    private final int end;
    private byte[] piece = new byte[0];
    private long begin;

    /** @param end the first commit that will not be asked for */
    ReadAhead(LogIndex index, IndexedState state, int end) {
        this.index = index;
        this.state = state;
        this.end = end;
    }

    /** The line of a commit, as it stands in the file; it may be damaged. */
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

    /** How far the lines reach that follow within one piece. Spots of different segments are far apart. */
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
