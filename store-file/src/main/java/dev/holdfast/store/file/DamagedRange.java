package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place in the log whose records were synced but cannot be read, or are missing.
 *
 * @param segment the number of the segment
 * @param offset where it begins
 * @param bytes its length; 0 where records are missing altogether
 * @param lastNumber the number of the last record lost there, as far as it is known
 * @param records the records lost there, as far as they are known
 */
record DamagedRange(int segment, long offset, long bytes, long lastNumber, List<Lost> records) {
    /** The header of a state of which nothing is known. It is not listed for any principal. */
    static final StateHeader UNKNOWN = new StateHeader(
            StateHeader.INTERNAL,
            null,
            Map.of(),
            Set.of(),
            Lifetime.PERSISTENT,
            null,
            null,
            Phase.OPEN,
            0,
            Instant.EPOCH);

    private static final int LONGEST_TO_MEND = 1 << 13;
    private static final Pattern ABOUT = Pattern.compile("\"state\":\"([a-z0-9_]{4,64})\",\"rev\":([1-9][0-9]{0,17}),");

    DamagedRange {
        records = List.copyOf(records);
    }

    /** A state and the revision of it that was lost. */
    record Lost(StateId state, long revision) {}

    /**
     * The records that a damaged range held. The answer is certain if one flipped bit explains all of the damage;
     * otherwise it is taken from the readable rest of the text. The file is never repaired, since any explanation is a
     * guess.
     */
    static List<Lost> identify(byte[] range) {
        List<byte[]> mended = range.length > LONGEST_TO_MEND ? List.of() : mend(range);
        if (!mended.isEmpty()) {
            return mended.stream()
                    .filter(line -> !Lines.isTitle(line))
                    .map(Lines::readSummary)
                    .map(record -> new Lost(record.state(), record.revision()))
                    .toList();
        }
        List<Lost> found = new ArrayList<>();
        Matcher about = ABOUT.matcher(new String(range, StandardCharsets.ISO_8859_1));
        while (about.find()) {
            found.add(new Lost(new StateId(about.group(1)), Long.parseLong(about.group(2))));
        }
        return found;
    }

    /**
     * The lines of a range with the one bit flipped back that makes all of them sound; none if there is no such bit.
     */
    static List<byte[]> mend(byte[] range) {
        byte[] copy = range.clone();
        for (int bit = 0; bit < copy.length * 8; bit++) {
            copy[bit >> 3] ^= (byte) (1 << (bit & 7));
            List<byte[]> lines = lines(copy);
            if (!lines.isEmpty() && lines.stream().allMatch(Lines::isSound)) {
                return lines;
            }
            copy[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
        return List.of();
    }

    /** The bytes before the n-th line feed. */
    static byte[] untilFeed(byte[] bytes, int n) {
        int feeds = 0;
        for (int i = 0; i < bytes.length; i++) {
            feeds += bytes[i] == '\n' ? 1 : 0;
            if (feeds == n) {
                return Arrays.copyOf(bytes, i);
            }
        }
        return bytes;
    }

    private static List<byte[]> lines(byte[] range) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= range.length; i++) {
            if (i == range.length || range[i] == '\n') {
                if (i > from) {
                    lines.add(Arrays.copyOfRange(range, from, i));
                }
                from = i + 1;
            }
        }
        return lines;
    }

    /** For messages: what is lost and where. */
    @Override
    public String toString() {
        String what = records.isEmpty()
                ? "records of unknown states"
                : records.stream()
                        .map(record -> record.state() + " revision " + record.revision())
                        .collect(Collectors.joining(", "));
        return what + " (" + Segment.fileName(segment) + " at byte " + offset + ")";
    }
}
