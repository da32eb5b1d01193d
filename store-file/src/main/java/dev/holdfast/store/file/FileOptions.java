package dev.holdfast.store.file;

import java.time.Duration;

/**
 * Options of a client of a file store. Immutable.
 *
 * @param turnTimeout how long to wait for the turn to write while other clients have it
 * @param segmentBytes the size in bytes at which a segment is full and the next one begins; at least 4 KiB
 * @param aheadBytes how many bytes beyond the records the last segment is filled with line feeds
 * @param readers number of threads that read on behalf of virtual threads; at least 1
 * @param checkpointRecords after how many records a checkpoint is written; at least 1
 */
public record FileOptions(Duration turnTimeout, long segmentBytes, int aheadBytes, int readers, int checkpointRecords) {
    private static final int RECORDS = 100_000;

    /** Suitable for a server and for a command line: turns within 10 s, segments of 16 MiB, two readers. */
    public static final FileOptions DEFAULT = new FileOptions(Duration.ofSeconds(10), 16 << 20, 1 << 20, 2);

    public FileOptions {
        if (readers < 1 || segmentBytes < 1 << 12 || aheadBytes < 0 || checkpointRecords < 1) {
            throw new IllegalArgumentException("a file store needs a reader and segments of 4 KiB or more");
        }
    }

    /** Options with a checkpoint after every 100,000 records. */
    public FileOptions(Duration turnTimeout, long segmentBytes, int aheadBytes, int readers) {
        this(turnTimeout, segmentBytes, aheadBytes, readers, RECORDS);
    }

    /** These options with another wait for the turn. */
    public FileOptions withTurnTimeout(Duration timeout) {
        return new FileOptions(timeout, segmentBytes, aheadBytes, readers, checkpointRecords);
    }

    /** These options with segments of another size; both numbers in bytes. */
    public FileOptions withSegments(long bytes, int ahead) {
        return new FileOptions(turnTimeout, bytes, ahead, readers, checkpointRecords);
    }

    /** These options with a checkpoint after another number of records. */
    public FileOptions withCheckpoints(int records) {
        return new FileOptions(turnTimeout, segmentBytes, aheadBytes, readers, records);
    }
}
