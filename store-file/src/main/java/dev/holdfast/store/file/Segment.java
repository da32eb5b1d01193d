package dev.holdfast.store.file;

import dev.holdfast.engine.local.JsonMembers;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One file of the log: a title line, then records, then line feeds, written ahead so that a sync need not change the
 * file's size.
 */
final class Segment {
    /** Of segments in which others were joined: a program that does not know of these would skip records. */
    static final int FORMAT = 2;

    /** Of all others. */
    private static final int FORMAT_ALONE = 1;

    private static final int FIRST_GUESS = 4096;
    private static final String SUFFIX = ".jsonl";
    private static final String UNFINISHED = ".new";

    private final SegmentFile file;
    private final Title title;
    private final long start;
    private long size;

    /** Bytes of all records, of the unreachable ones, and of those whose state was erased. */
    long total;

    long dead;
    long erased;

    /** Whether it holds damaged lines, so that it must not be rewritten. */
    boolean damaged;

    /**
     * The first line of a segment.
     *
     * @param store the identity of the store
     * @param number the segment's number; later ones have higher numbers
     * @param through the highest number of the segments that were joined in it; its own number if there are none.
     *     Files that still have the numbers in between are left over, and not part of the log
     * @param generation how often it was rewritten
     * @param first the number of its first record, or of the next record to be written if it has none
     */
    record Title(String store, int number, int through, int generation, long first) {
        String fileName() {
            return Segment.fileName(number);
        }

        /** The name of its file until it is complete. */
        String temporaryName() {
            return fileName() + UNFINISHED;
        }

        /** Whether it holds the records of the segment of a number: its own, or one that was joined in it. */
        boolean covers(int segment) {
            return number <= segment && segment <= through;
        }

        /** The line with its line feed. */
        private byte[] line() {
            JsonObject.Builder members = JsonObject.builder()
                    .put("kind", "segment")
                    .put("format", through == number ? FORMAT_ALONE : FORMAT)
                    .put("store", store)
                    .put("segment", number)
                    .put("generation", generation)
                    .put("first", first);
            byte[] line = Lines.write((through == number ? members : members.put("through", through)).build());
            byte[] whole = Arrays.copyOf(line, line.length + 1);
            whole[line.length] = '\n';
            return whole;
        }

        /** Reads the first line of a file, which may be damaged. */
        static Title of(DiskFile file) throws IOException {
            byte[] begin = begin(file);
            byte[] line = DamagedRange.untilFeed(begin, 1);
            return Lines.isSound(line) ? read(line) : mend(begin);
        }

        private static byte[] begin(DiskFile file) throws IOException {
            ByteBuffer begin = ByteBuffer.allocate(FIRST_GUESS);
            file.read(begin, 0);
            return begin.array();
        }

        /**
         * Reads a damaged first line if one flipped bit explains the damage.
         *
         * @throws IOException if it does not
         */
        private static Title mend(byte[] begin) throws IOException {
            for (int feeds = 1; feeds <= 2; feeds++) {
                List<byte[]> lines = DamagedRange.mend(DamagedRange.untilFeed(begin, feeds));
                if (!lines.isEmpty()) {
                    return read(lines.getFirst());
                }
            }
            throw new IOException("the first line is damaged");
        }

        private static Title read(byte[] line) throws IOException {
            JsonObject json = Lines.summary(line);
            long format = JsonMembers.number(json, "format");
            if (format > FORMAT) {
                throw new IOException("it has format " + format + ", written by a newer version of Holdfast; this one"
                        + " reads up to " + FORMAT + ". Nothing was changed: open it with the newer version");
            } else if (format != FORMAT && format != FORMAT_ALONE) {
                throw new IOException("the file has format " + format + ", this program reads up to " + FORMAT);
            }
            int number = (int) JsonMembers.number(json, "segment");
            return new Title(
                    JsonMembers.text(json, "store"),
                    number,
                    format == FORMAT ? (int) JsonMembers.number(json, "through") : number,
                    (int) JsonMembers.number(json, "generation"),
                    JsonMembers.number(json, "first"));
        }
    }

    private Segment(Disk disk, DiskFile file, Title title) throws IOException {
        this.file = new SegmentFile(disk, title, file);
        this.title = title;
        this.start = title.line().length;
        this.size = file.size();
    }

    static String fileName(int number) {
        return String.format(Locale.ROOT, "%06d", number) + SUFFIX;
    }

    /** The number in a file's name; -1 if it is not that of a segment. */
    static int number(String fileName) {
        String digits = fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : "";
        return digits.matches("[0-9]{6,8}") ? Integer.parseInt(digits) : -1;
    }

    /** The number of the segment that was to get an unfinished file; -1 if it is not one. */
    static int numberOfUnfinished(String fileName) {
        return fileName.endsWith(UNFINISHED)
                ? number(fileName.substring(0, fileName.length() - UNFINISHED.length()))
                : -1;
    }

    static Segment open(Disk disk, int number) throws IOException {
        DiskFile file = disk.open(fileName(number));
        boolean done = false;
        try {
            Segment segment = new Segment(disk, file, Title.of(file));
            segment.damaged = !Arrays.equals(segment.title.line(), segment.bytes(0, (int) segment.start));
            done = true;
            return segment;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /** Writes a segment of given lines under a temporary name, and syncs it. */
    static Segment write(Disk disk, Title title, long ahead, LineSource lines) throws IOException {
        DiskFile file = disk.create(title.temporaryName());
        boolean done = false;
        try {
            LineWriter writer = new LineWriter(file, 0);
            writer.add(title.line());
            lines.copyTo(writer);
            writer.flush();
            fill(file, writer.at(), Math.max(0, ahead - writer.at()));
            file.force();
            Segment segment = new Segment(disk, file, title);
            done = true;
            return segment;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /** Renames a written segment to its own name, replacing the segment that has it. */
    Segment install(Disk disk) throws IOException {
        disk.rename(title.temporaryName(), title.fileName());
        disk.sync();
        return this;
    }

    /** Writes the lines of a new segment. */
    interface LineSource {
        LineSource NOTHING = writer -> {};

        void copyTo(LineWriter writer) throws IOException;
    }

    /** Begins to count anew. */
    void forgetSizes() {
        total = 0;
        dead = 0;
        erased = 0;
    }

    /** The bytes of the records that can be reached. */
    long live() {
        return Math.max(0, total - dead);
    }

    /** Whether it has no records. Only for one that was written as a whole. */
    boolean isEmpty() {
        return size == start;
    }

    int number() {
        return title.number();
    }

    Title title() {
        return title;
    }

    SegmentFile file() {
        return file;
    }

    /** Where its first record begins. */
    long start() {
        return start;
    }

    /** The size of the file in bytes; everything behind the records is line feeds. */
    long size() {
        return size;
    }

    /**
     * Extends the file by line feeds if it is shorter than {@code end}. Returns whether it did, so that a sync is
     * needed.
     */
    boolean reserve(long end, long step) throws IOException {
        if (end <= size) {
            return false;
        }
        long grown = Math.max(end, size + step);
        fill(file, size, grown - size);
        size = grown;
        return true;
    }

    /** Reads the size of the file again, since other processes extend it. */
    void refreshSize() throws IOException {
        size = file.size();
    }

    /** Overwrites a range with line feeds. */
    void blank(long from, long to) throws IOException {
        fill(file, from, to - from);
    }

    /** The bytes of a range. */
    byte[] bytes(long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int read = Math.max(0, file.read(buffer, from));
        return read == length ? buffer.array() : Arrays.copyOf(buffer.array(), read);
    }

    void close() throws IOException {
        file.close();
    }

    private static void fill(DiskFile file, long from, long length) throws IOException {
        byte[] feeds = new byte[(int) Math.min(length, 1 << 20)];
        Arrays.fill(feeds, (byte) '\n');
        for (long at = from; at < from + length; at += feeds.length) {
            int part = (int) Math.min(feeds.length, from + length - at);
            file.write(ByteBuffer.wrap(feeds, 0, part), at);
        }
    }
}
