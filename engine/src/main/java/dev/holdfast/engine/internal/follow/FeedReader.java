package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A place in the feed of one shard, from the present on. Not safe for use by several threads. */
final class FeedReader {
    private static final int PAGE = 256;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private final CommitLog log;
    private final int shard;
    private Cursor cursor;

    /** Marks the present: what is committed from now on will be read. */
    FeedReader(CommitLog log, int shard) {
        this.log = log;
        this.shard = shard;
        this.cursor = present();
    }

    /**
     * Reads what comes next, waiting a while for it.
     *
     * @param missed told if commits that were not read yet were compacted away; what follows is read
     */
    void read(Consumer<FeedPage.Entry> commits, Runnable missed) {
        read(POLL, commits, missed);
    }

    /** The same without waiting; false if nothing was there. */
    boolean readWhatIsThere(Consumer<FeedPage.Entry> commits, Runnable missed) {
        return read(Duration.ZERO, commits, missed);
    }

    private boolean read(Duration wait, Consumer<FeedPage.Entry> commits, Runnable missed) {
        try {
            FeedPage page = log.feed(shard, cursor, PAGE, wait);
            page.entries().forEach(commits);
            cursor = page.next();
            return !page.entries().isEmpty();
        } catch (CursorExpiredException e) {
            startOver(missed);
        } catch (StoreUnavailableException e) {
            pause();
        }
        return false;
    }

    /** Marks the present first, so that what comes after is read. */
    private void startOver(Runnable missed) {
        try {
            cursor = present();
            missed.run();
        } catch (StoreUnavailableException e) {
            pause();
        }
    }

    private Cursor present() {
        return log.feed(shard, Cursor.LATEST, 1, Duration.ZERO).next();
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
    }
}
