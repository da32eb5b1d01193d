package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.spi.StateId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far an audit log was followed. As text it begins with a word, by which it is told from the cursor of a page.
 *
 * @param since segments that were left long before then need not be looked at
 * @param read up to which revision each segment was read
 */
record AuditPositions(Instant since, SortedMap<StateId, Long> read) {
    private static final String WORD = "follow";

    AuditPositions {
        read = new TreeMap<>(read);
    }

    /** @throws HoldfastException {@code invalid} if the text is another one */
    static @Nullable AuditPositions parse(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String[] parts = cursor.split(";", -1);
        try {
            if (parts.length >= 2 && parts[0].equals(WORD)) {
                TreeMap<StateId, Long> read = new TreeMap<>();
                for (int i = 2; i < parts.length; i++) {
                    String[] pair = parts[i].split(":", 2);
                    read.put(new StateId(pair[0]), Long.parseLong(pair[1]));
                }
                return new AuditPositions(Instant.parse(parts[1]), read);
            }
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw notACursor();
        }
        throw notACursor();
    }

    private static HoldfastException notACursor() {
        return Failure.invalid("cursor", "Take the cursor that following ended with, or leave it out to begin now.")
                .toException();
    }

    @Override
    public String toString() {
        String positions = read.entrySet().stream()
                .map(each -> ";" + each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining());
        return WORD + ";" + since + positions;
    }
}
