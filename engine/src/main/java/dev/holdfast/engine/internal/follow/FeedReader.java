package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.CursorExpiredException;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A position in the feed of one shard, which starts at the present. Not safe for use by several threads. */
final class FeedReader {
    private static final Logger LOGGER = System.getLogger(FeedReader.class.getName());
    private static final int PAGE = 256;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private final CommitLog log;
    private final int shard;
    private Cursor cursor;

    /** Starts at the present: what is committed from now on will be read. */
    FeedReader(CommitLog log, int shard) {
        this.log = log;
        this.shard = shard;
        this.cursor = present();
    }

    /** Takes what was read. */
    @FunctionalInterface
    interface Pages {
        /**
         * A page was read.
         *
         * @param from where it began
         * @param atEnd whether there was no more to read
         */
        void read(Cursor from, FeedPage page, boolean atEnd);
    }

    int shard() {
        return shard;
    }

    /**
     * Reads the next page, waiting up to a second for it.
     *
     * @param missed called if commits were compacted away before they were read, after which reading continues behind
     *     them; or if the feed failed
     */
    void read(Pages pages, Runnable missed) {
        read(POLL, pages, missed);
    }

    /** Reads the next page without waiting; false if there was none. */
    boolean readWhatIsThere(Pages pages, Runnable missed) {
        return read(Duration.ZERO, pages, missed);
    }

    private boolean read(Duration wait, Pages pages, Runnable missed) {
        try {
            FeedPage page = log.feed(shard, cursor, PAGE, wait);
            pages.read(cursor, page, page.entries().size() < PAGE);
            cursor = page.next();
            return !page.entries().isEmpty();
        } catch (CursorExpiredException e) {
            startOver(missed);
        } catch (StoreUnavailableException e) {
            pause();
        } catch (RuntimeException e) {
            // Those who listen would never be told that the thread that reads for them is gone.
            LOGGER.log(Level.WARNING, "the feed of the store cannot be read; it is tried again", e);
            missed.run();
            pause();
        }
        return false;
    }

    /** Takes the present position first, so that everything after it is read. */
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
