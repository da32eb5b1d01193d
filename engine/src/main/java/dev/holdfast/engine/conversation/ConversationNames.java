package dev.holdfast.engine.conversation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of states for ids of any characters: those that a name cannot have are written as {@code _} and two digits. */
final class ConversationNames {
    private static final HexFormat HEX = HexFormat.of();
    private static final char ESCAPE = '_';

    private ConversationNames() {}

    static String name(String kind, String id) {
        StringBuilder name = new StringBuilder(kind).append('/');
        if (id.isEmpty()) {
            return name.append(ESCAPE).toString();
        }
        for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(each)) {
                name.append((char) each);
            } else {
                name.append(ESCAPE).append(HEX.toHexDigits(each));
            }
        }
        return name.toString();
    }

    static String id(String kind, String name) {
        ByteArrayOutputStream id = new ByteArrayOutputStream();
        for (int i = kind.length() + 1; i < name.length(); i++) {
            if (name.charAt(i) != ESCAPE) {
                id.write(name.charAt(i));
            } else if (i + 2 < name.length()) {
                id.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            }
        }
        return id.toString(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
