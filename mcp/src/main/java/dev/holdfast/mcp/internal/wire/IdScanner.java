package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.json.JsonString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the id of a message that cannot be parsed, so that its sender learns which request was refused and does not
 * wait for its timeout. Takes the message in pieces and holds almost nothing of it. Not thread-safe.
 *
 * <p>The id counts if it is a member of the message itself, a string or a number, and complete. None is read if the
 * message might have two different ones, if it looks like an answer, which must not be answered, or once brackets,
 * members or quotes no longer fit together.
 */
public final class IdScanner {
    private static final int LONGEST_NAME = 6 * "method".length();
    private static final int LONGEST_ID = 1_024;
    private static final int MOST_LEVELS = 10_000;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** What is expected next among the members of the message. */
    private enum Place {
        BEGINNING,
        NAME,
        COLON,
        VALUE,
        END,
        LOST
    }

    private final ByteArrayOutputStream token = new ByteArrayOutputStream();
    private final BitSet arrays = new BitSet();
    private Place place = Place.BEGINNING;
    private int depth;
    private int marked;
    private boolean inString;
    private boolean escaped;
    private boolean inId;
    private int ids;
    private @Nullable Json id;
    private boolean ambiguous;
    private boolean isCall;
    private boolean isAnswer;

    /** The id of a whole message; null if none can be read. */
    public static @Nullable Json idIn(byte[] message) {
        IdScanner scanner = new IdScanner();
        scanner.take(message, 0, message.length);
        return scanner.id();
    }

    /** Takes the next bytes of the message. */
    public void take(byte[] bytes, int from, int to) {
        for (int at = from; at < to && place != Place.LOST; at++) {
            take(bytes[at]);
        }
    }

    /** The id as far as the message was taken; null if none can be read. */
    public @Nullable Json id() {
        return ambiguous || (isAnswer && !isCall) ? null : id;
    }

    private void take(byte b) {
        if (inString) {
            inString(b);
        } else if (place == Place.BEGINNING) {
            begin(b);
        } else if (place == Place.END) {
            ambiguous |= b == '{'; // another message, perhaps with another id
        } else {
            switch (b) {
                case '"' -> open(b);
                case '{', '[' -> down(b);
                case '}', ']' -> up(b);
                case ':', ',' -> separate(b);
                case ' ', '\t', '\r', '\n' -> space(b);
                default -> literal(b);
            }
        }
    }

    /** A byte order mark is no JSON, but neither hides it what follows. */
    private void begin(byte b) {
        if (b == '{') {
            depth = 1;
            place = Place.NAME;
        } else if (marked < MARK.length && b == MARK[marked]) {
            marked++;
        } else if (!Character.isWhitespace(b)) {
            place = Place.LOST;
        }
    }

    // --- Tokens

    private void open(byte quote) {
        inString = true;
        if (depth == 1 && place == Place.NAME) {
            token.reset();
        } else if (depth == 1) {
            literal(quote);
        }
    }

    private void inString(byte b) {
        boolean ends = b == '"' && !escaped;
        escaped = b == '\\' && !escaped;
        inString = !ends;
        if (depth > 1) {
            return;
        }
        if (place == Place.NAME && ends) {
            name();
        } else if (place == Place.NAME) {
            collect(b, LONGEST_NAME);
        } else {
            literal(b);
        }
    }

    /** A part of a value that is no object and no array. */
    private void literal(byte b) {
        if (depth > 1) {
            return;
        }
        if (place != Place.VALUE) {
            place = Place.LOST;
        } else if (inId) {
            collect(b, LONGEST_ID);
        }
    }

    /** Space within a value is a part of it: two values in a row are none. */
    private void space(byte b) {
        if (depth == 1 && place == Place.VALUE) {
            literal(b);
        }
    }

    /** What is longer than {@code most} gets one byte more, and no further. */
    private void collect(byte b, int most) {
        if (token.size() <= most) {
            token.write(b);
        }
    }

    // --- Structure

    private void down(byte bracket) {
        if (depth >= MOST_LEVELS || (depth == 1 && place != Place.VALUE)) {
            place = Place.LOST;
            return;
        }
        if (depth == 1) {
            literal(bracket); // which no id has
        }
        depth++;
        arrays.set(depth, bracket == '[');
    }

    private void up(byte bracket) {
        if (arrays.get(depth) != (bracket == ']')) {
            place = Place.LOST;
        } else if (depth > 1) {
            depth--;
        } else {
            endOfMember(Place.END);
        }
    }

    private void separate(byte mark) {
        if (depth > 1) {
            return;
        }
        if (mark == ',') {
            endOfMember(Place.NAME);
        } else if (place == Place.COLON) {
            place = Place.VALUE;
            token.reset();
        } else {
            place = Place.LOST;
        }
    }

    // --- Members

    private void name() {
        String name = text(token.toString(StandardCharsets.UTF_8));
        inId = "id".equals(name);
        isCall |= "method".equals(name);
        isAnswer |= "result".equals(name) || "error".equals(name);
        place = Place.COLON;
    }

    private void endOfMember(Place next) {
        if (place != Place.VALUE) {
            place = place == Place.NAME ? next : Place.LOST;
            return;
        }
        if (inId) {
            Json found = Message.repeatable(parsed(token.toByteArray()));
            ambiguous |= ids > 0 && !Objects.equals(id, found);
            id = found;
            ids++;
        }
        inId = false;
        place = next;
    }

    private static @Nullable String text(String written) {
        return written.indexOf('\\') < 0
                ? written
                : parsed(('"' + written + '"').getBytes(StandardCharsets.UTF_8)) instanceof JsonString text
                        ? text.value()
                        : null;
    }

    private static @Nullable Json parsed(byte[] value) {
        try {
            return value.length > LONGEST_ID ? null : Json.parse(value);
        } catch (JsonParseException e) {
            return null;
        }
    }
}
