package dev.holdfast.store.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file of a segment is not there any more: another client rewrote the segment, or the file is lost. */
final class SegmentReplacedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final int generation;

    /**
     * @param generation that of the file that is not there
     * @param cause null if there is another file in its place
     */
    SegmentReplacedException(int number, int generation, @Nullable Throwable cause) {
        super(Segment.fileName(number) + " was deleted or replaced", cause);
        this.number = number;
        this.generation = generation;
    }

    /** Whether an index still relies on the file. */
    boolean concerns(LogIndex index) {
        Segment segment = index.segments().find(number);
        return segment != null && segment.title().generation() == generation;
    }
}
