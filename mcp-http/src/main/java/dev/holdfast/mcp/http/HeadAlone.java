package dev.holdfast.mcp.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The response to {@code HEAD}: what the web server writes, without the body. For one response and one thread. */
final class HeadAlone {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private int matched;

    /** What the client is sent of these bytes, which come next. */
    byte[] of(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && matched < END.length) {
            matched = bytes[at] == END[matched] ? matched + 1 : bytes[at] == END[0] ? 1 : 0;
            at++;
        }
        return Arrays.copyOf(bytes, at);
    }
}
