package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads a feed, and waits for it to go on where nothing is there yet. */
public record FeedWait(Wakeups wakeups, ChangeCounter changes) {
    /** The first page after a cursor that has an entry, or the empty one that is there when time is up. */
    public FeedPage page(Cursor after, Duration wait, Function<Cursor, FeedPage> read) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
        Cursor from = after;
        while (true) {
            ChangeWait change = new ChangeWait(wakeups, changes);
            FeedPage page = read.apply(from);
            if (!page.entries().isEmpty() || after.equals(Cursor.LATEST) || !change.await(deadline)) {
                return page;
            }
            from = page.next();
        }
    }
}
