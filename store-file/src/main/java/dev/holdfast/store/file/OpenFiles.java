package dev.holdfast.store.file;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open ones among the files of segments that are full, so that a store of any size needs no more than so many
 * descriptors. One that is read again after it was closed is opened again; none is closed while it is read. Safe for
 * use by many threads.
 */
final class OpenFiles {
    /** The most files that are open, those being read excepted. */
    static final int MOST = 64;

    /** In the order of their last use, the one used longest ago first. */
    private final Map<SegmentFile, Open> files = new LinkedHashMap<>(16, 0.75f, true);

    /** What is done with an open file. */
    interface Use<T> {
        T on(DiskFile file) throws IOException;
    }

    /** An open file, and how many threads use it. */
    private static final class Open {
        private final DiskFile file;
        private int users;

        Open(DiskFile file) {
            this.file = file;
        }
    }

    /** Adds a file that is open already. */
    synchronized void add(SegmentFile segment, DiskFile open) throws IOException {
        makeRoom();
        files.put(segment, new Open(open));
    }

    /**
     * Uses the file of a segment, which stays open meanwhile.
     *
     * @throws SegmentReplacedException if its name does not lead to it any more
     */
    <T> T use(SegmentFile segment, Use<T> use) throws IOException {
        Open open = take(segment);
        try {
            return use.on(open.file);
        } finally {
            giveBack(open);
        }
    }

    private synchronized Open take(SegmentFile segment) throws IOException {
        Open open = files.get(segment);
        if (open == null) {
            makeRoom();
            open = new Open(segment.openAgain());
            files.put(segment, open);
        }
        open.users++;
        return open;
    }

    private synchronized void giveBack(Open open) {
        open.users--;
    }

    private void makeRoom() throws IOException {
        Iterator<Open> longestAgo = files.values().iterator();
        while (files.size() >= MOST && longestAgo.hasNext()) {
            Open open = longestAgo.next();
            if (open.users == 0) {
                longestAgo.remove();
                open.file.close();
            }
        }
    }

    /** Closes the file of a segment, which no thread uses any more. */
    synchronized void close(SegmentFile segment) throws IOException {
        Open open = files.remove(segment);
        if (open != null) {
            open.file.close();
        }
    }
}
