package dev.holdfast.store.file;

import java.time.Duration;

/**
 * Options of a client of a file store. Immutable.
 *
 * @param turnTimeout how long to wait for the turn to write while other clients have it
 * @param segmentBytes the size in bytes at which a segment is full and the next one begins; at least 4 KiB
 * @param aheadBytes how many bytes beyond the records the last segment is filled with line feeds
 * @param readers number of threads that read on behalf of virtual threads; at least 1
 */
public record FileOptions(Duration turnTimeout, long segmentBytes, int aheadBytes, int readers) {
    /** Suitable for a server and for a command line: turns within 10 s, segments of 16 MiB, two readers. */
    public static final FileOptions DEFAULT = new FileOptions(Duration.ofSeconds(10), 16 << 20, 1 << 20, 2);

    public FileOptions {
        if (readers < 1 || segmentBytes < 1 << 12 || aheadBytes < 0) {
            throw new IllegalArgumentException("a file store needs a reader and segments of 4 KiB or more");
        }
    }

    /** These options with another wait for the turn. */
    public FileOptions withTurnTimeout(Duration timeout) {
        return new FileOptions(timeout, segmentBytes, aheadBytes, readers);
    }

    /** These options with segments of another size; both numbers in bytes. */
    public FileOptions withSegments(long bytes, int ahead) {
        return new FileOptions(turnTimeout, bytes, ahead, readers);
    }
}
