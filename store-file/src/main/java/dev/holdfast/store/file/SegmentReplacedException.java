package dev.holdfast.store.file;

import java.io.IOException;

/** The file of a segment is not there any more: another client rewrote the segment, or the file is lost. */
final class SegmentReplacedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final int generation;

    /** @param generation that of the file that is not there */
    SegmentReplacedException(int number, int generation) {
        super(Segment.fileName(number) + " was deleted or replaced");
        this.number = number;
        this.generation = generation;
    }

    /** Whether an index still relies on the file. */
    boolean concerns(LogIndex index) {
        Segment segment = index.segments().find(number);
        return segment != null && segment.title().generation() == generation;
    }
}
