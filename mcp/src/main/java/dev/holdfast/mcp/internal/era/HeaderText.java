package dev.holdfast.mcp.internal.era;

import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.wire.Faults;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Decodes text in an HTTP header. Text that a header cannot carry literally is written as standard base64 of its UTF-8
 * between {@code =?base64?} and {@code ?=}, both case-sensitive; any other text is literal.
 */
final class HeaderText {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";
    /** The JDK's decoder accepts missing padding, the protocol does not. */
    private static final Pattern PADDED =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

    private HeaderText() {}

    /**
     * The decoded value of a header.
     *
     * @throws McpException "header mismatch" if it is marked as base64 but is not valid base64 of UTF-8
     */
    static String decode(String header, String value) {
        if (!isMarked(value)) {
            return value;
        }
        String encoded = value.substring(PREFIX.length(), value.length() - SUFFIX.length());
        if (!PADDED.matcher(encoded).matches()) {
            throw malformed(header);
        }
        try {
            byte[] utf8 = Base64.getDecoder().decode(encoded);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw malformed(header);
        }
    }

    private static boolean isMarked(String value) {
        return value.startsWith(PREFIX)
                && value.endsWith(SUFFIX)
                && value.length() >= PREFIX.length() + SUFFIX.length();
    }

    private static McpException malformed(String header) {
        return McpException.of(Faults.headerMismatch("Header " + header + " is marked as base64 but is not"));
    }
}
