package dev.holdfast.engine.conversation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Parts of names for ids that other programs give. Every text has a part of its own: characters that a name cannot
 * have, slashes and underscores are written as an underscore and two digits for each byte.
 */
public final class StateNames {
    private static final HexFormat HEX = HexFormat.of();
    private static final char ESCAPE = '_';
    private static final int DIGITS = 2;

    private StateNames() {}

    /** The part of a name that stands for an id. */
    public static String part(String id) {
        if (id.isEmpty()) {
            return String.valueOf(ESCAPE);
        }
        StringBuilder part = new StringBuilder(id.length());
        for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(each)) {
                part.append((char) each);
            } else {
                part.append(ESCAPE).append(HEX.toHexDigits(each));
            }
        }
        return part.toString();
    }

    /** The id that a part made by {@link #part} stands for. */
    public static String id(String part) {
        ByteArrayOutputStream id = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) != ESCAPE) {
                id.write(part.charAt(i));
            } else if (i + DIGITS < part.length()) {
                id.write(HexFormat.fromHexDigits(part, i + 1, i + 1 + DIGITS));
                i += DIGITS;
            }
        }
        return id.toString(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
