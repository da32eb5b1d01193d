package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.history.RecordedOperation.Appending;
import dev.holdfast.testkit.history.RecordedOperation.Fate;
import dev.holdfast.testkit.history.RecordedOperation.Looking;
import dev.holdfast.testkit.history.RecordedOperation.Reading;
import dev.holdfast.testkit.history.RecordedOperation.Shown;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Converts operations to lines of text and back, for clients in other processes. A killed process may leave half a
 * line.
 */
public final class HistoryLines {
    private static final String APPEND = "append";
    private static final String HEAD = "head";
    private static final String READ = "read";
    private static final String END = " .";

    private HistoryLines() {}

    /** Whether a line is complete, as {@link #print(Operation)} made it. */
    public static boolean isWhole(String line) {
        return line.endsWith(END);
    }

    public static String print(RecordedOperation operation) {
        String times = operation.client() + " " + operation.invoked() + " " + operation.completed() + " "
                + operation.state().value() + " ";
        return switch (operation) {
            case Appending append ->
                APPEND + " " + times + append.revision() + " " + append.hash() + " " + append.fate() + END;
            case Looking looking -> HEAD + " " + times + looking.revision() + END;
            case Reading reading -> READ + " " + times + reading.from() + print(reading.shown()) + END;
        };
    }

    public static RecordedOperation parse(String line) {
        String[] parts = line.split(" ", -1);
        int client = Integer.parseInt(parts[1]);
        long invoked = Long.parseLong(parts[2]);
        long completed = Long.parseLong(parts[3]);
        StateId state = new StateId(parts[4]);
        long revision = Long.parseLong(parts[5]);
        return switch (parts[0]) {
            case APPEND ->
                new Appending(client, invoked, completed, state, revision, bytes(parts[6]), Fate.valueOf(parts[7]));
            case HEAD -> new Looking(client, invoked, completed, state, revision);
            case READ ->
                new Reading(
                        client,
                        invoked,
                        completed,
                        state,
                        revision,
                        shown(Arrays.asList(parts).subList(6, parts.length - 1)));
            default -> throw new IllegalArgumentException(line);
        };
    }

    private static String print(List<Shown> shown) {
        return shown.stream()
                .map(commit -> " " + commit.revision() + ":" + commit.hash())
                .collect(Collectors.joining());
    }

    private static List<Shown> shown(List<String> parts) {
        return parts.stream()
                .map(part -> {
                    int colon = part.indexOf(':');
                    return new Shown(Long.parseLong(part, 0, colon, 10), bytes(part.substring(colon + 1)));
                })
                .toList();
    }

    private static Bytes bytes(String hex) {
        return Bytes.wrap(HexFormat.of().parseHex(hex));
    }
}
