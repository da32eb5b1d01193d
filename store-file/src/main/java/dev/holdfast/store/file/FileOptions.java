package dev.holdfast.store.file;

import java.time.Duration;

/**
 * How a client of a file store behaves.
 *
 * @param turnTimeout how long to wait for the turn to write while other clients have it
 * @param segmentBytes how long a segment grows before the next one is begun; at least 4 KiB
 * @param aheadBytes how far ahead of the records the last segment is filled with line feeds
 * @param readers threads to read with for callers in virtual threads, at least 1
 */
public record FileOptions(Duration turnTimeout, long segmentBytes, int aheadBytes, int readers) {
    /** What suits a server or a command line. */
    public static final FileOptions DEFAULT = new FileOptions(Duration.ofSeconds(10), 16 << 20, 1 << 20, 2);

    public FileOptions {
        if (readers < 1 || segmentBytes < 1 << 12 || aheadBytes < 0) {
            throw new IllegalArgumentException("a file store needs a reader and segments of 4 KiB or more");
        }
    }

    /** The same with another wait for the turn. */
    public FileOptions withTurnTimeout(Duration timeout) {
        return new FileOptions(timeout, segmentBytes, aheadBytes, readers);
    }

    /** The same with segments of another size. */
    public FileOptions withSegments(long bytes, int ahead) {
        return new FileOptions(turnTimeout, bytes, ahead, readers);
    }
}
