package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads a feed, and waits for new commits if there are none. Safe for use by many threads. */
public record FeedWait(Wakeups wakeups, ChangeCounter changes, Footing footing) {
    /** The first page after a cursor that has an entry; an empty one if there is none within {@code wait}. */
    public FeedPage page(Cursor after, Duration wait, Function<Cursor, FeedPage> read) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
        Cursor from = after;
        while (true) {
            ChangeWait change = new ChangeWait(wakeups, changes, footing);
            FeedPage page = read.apply(from);
            if (!page.entries().isEmpty() || after.equals(Cursor.LATEST) || !change.await(deadline)) {
                return page;
            }
            from = page.next();
        }
    }
}
