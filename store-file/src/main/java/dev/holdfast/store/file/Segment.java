package dev.holdfast.store.file;

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
    static final int FORMAT = 1;

    private static final int FIRST_GUESS = 4096;
    private static final String SUFFIX = ".jsonl";

    private final DiskFile file;
    private final Title title;
    private final long start;
    private long size;

    /** Bytes of all records, of the unreachable ones, and of those whose state was erased. */
    long total;

    long dead;
    long erased;

    /** Whether its file is about to be deleted, since nothing in it can be reached. */
    volatile boolean removed;

    /** Whether it holds damaged lines, so that it must not be rewritten. */
    boolean damaged;

    /**
     * The first line of a segment.
     *
     * @param store the identity of the store
     * @param number the segment's number; later ones have higher numbers
     * @param generation how often it was rewritten
     * @param first the number of its first record, or of the next record to be written if it has none
     */
    record Title(String store, int number, int generation, long first) {
        String fileName() {
            return Segment.fileName(number);
        }

        private String temporaryName() {
            return fileName() + ".new";
        }

        private byte[] line() {
            return Lines.write(JsonObject.builder()
                    .put("kind", "segment")
                    .put("format", FORMAT)
                    .put("store", store)
                    .put("segment", number)
                    .put("generation", generation)
                    .put("first", first)
                    .build());
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
            if (format != FORMAT) {
                throw new IOException("the file has format " + format + ", this program reads " + FORMAT);
            }
            return new Title(
                    JsonMembers.text(json, "store"),
                    (int) JsonMembers.number(json, "segment"),
                    (int) JsonMembers.number(json, "generation"),
                    JsonMembers.number(json, "first"));
        }
    }

    private Segment(DiskFile file, Title title) throws IOException {
        this.file = file;
        this.title = title;
        this.start = title.line().length + 1L;
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

    static Segment open(Disk disk, int number) throws IOException {
        DiskFile file = disk.open(fileName(number));
        boolean done = false;
        try {
            byte[] begin = Arrays.copyOf(first(file, FIRST_GUESS), FIRST_GUESS);
            byte[] line = DamagedRange.untilFeed(begin, 1);
            boolean sound = Lines.isSound(line);
            Segment segment = new Segment(file, sound ? Title.read(line) : Title.mend(begin));
            segment.damaged = !sound;
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
            byte[] first = Arrays.copyOf(title.line(), title.line().length + 1);
            first[first.length - 1] = '\n';
            LineWriter writer = new LineWriter(file, 0);
            writer.add(first);
            lines.copyTo(writer);
            writer.flush();
            fill(file, writer.at(), Math.max(0, ahead - writer.at()));
            file.force();
            Segment segment = new Segment(file, title);
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

    int number() {
        return title.number();
    }

    Title title() {
        return title;
    }

    DiskFile file() {
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

    private static byte[] first(DiskFile file, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int read = Math.max(0, file.read(buffer, 0));
        return Arrays.copyOf(buffer.array(), read);
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
