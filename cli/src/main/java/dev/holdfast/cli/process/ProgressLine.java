package dev.holdfast.cli.process;

import dev.holdfast.engine.Progress;
import java.io.PrintWriter;

/** One line on standard error that shows a count, for people who wait. Written only when the count has changed. */
public final class ProgressLine implements Progress, AutoCloseable {
    private static final long EVERY = 1_000;
    private static final long PAUSE = 200_000_000;

    private final PrintWriter err;
    private final boolean shown;
    private long told;
    private long toldAt;

    /** @param shown whether to write at all */
    public ProgressLine(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    @Override
    public void done(long states) {
        if (shown && states - told >= EVERY) {
            told = states;
            err.print("\r" + states + " states");
            err.flush();
        }
    }

    /** Shows a text instead of a count, unless the one before is too new. */
    public void tell(String text) {
        long now = System.nanoTime();
        if (shown && (told == 0 || now - toldAt >= PAUSE)) {
            told = Math.max(told, 1);
            toldAt = now;
            err.printf("\r%-70s", text);
            err.flush();
        }
    }

    /** Ends the line, if one was begun. */
    @Override
    public void close() {
        if (told > 0) {
            err.println();
        }
    }
}
