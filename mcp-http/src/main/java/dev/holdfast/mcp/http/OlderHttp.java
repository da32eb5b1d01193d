package dev.holdfast.mcp.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * HTTP/1.0, which proxies such as nginx speak unless told otherwise, and which the web server does not. The first
 * request of a connection is passed on as one of HTTP/1.1. The response loses its chunks, which HTTP/1.0 does not know:
 * its body ends with the connection, which therefore serves one request. Requests and responses are each for one
 * thread.
 */
final class OlderHttp {
    private static final byte[] VERSION = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final String HEAD_END = "\r\n\r\n";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";
    private static final String INTERIM = "HTTP/1.1 1";
    private static final byte[] NOTHING = new byte[0];

    /** Where a response is. */
    private enum Part {
        HEAD,
        SIZE,
        CHUNK,
        CHUNK_END,
        AS_IT_IS,
        OVER
    }

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int matched;
    private boolean begun;
    private boolean known;
    private volatile boolean spoken;
    private Part part = Part.HEAD;
    private int left;

    /** Whether the client speaks HTTP/1.0. */
    boolean isSpoken() {
        return spoken;
    }

    // --- The request

    /** Takes the next bytes of the client, and changes the version in them. */
    void request(byte[] bytes) {
        for (int i = 0; i < bytes.length && !known; i++) {
            if (matched == VERSION.length) {
                known = true;
                spoken = bytes[i] == '0';
                bytes[i] = spoken ? (byte) '1' : bytes[i];
            } else {
                match(bytes[i]);
            }
        }
    }

    private void match(byte b) {
        known = begun && b == '\n';
        begun |= b != '\r' && b != '\n';
        if (b == VERSION[matched]) {
            matched++;
        } else {
            matched = b == VERSION[0] ? 1 : 0;
        }
    }

    // --- The response

    /** What the client is sent of these bytes, which come next. */
    byte[] response(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int at = 0;
        while (at < bytes.length && part != Part.OVER) {
            if (part == Part.CHUNK || part == Part.AS_IT_IS) {
                int count = part == Part.CHUNK ? Math.min(left, bytes.length - at) : bytes.length - at;
                out.write(bytes, at, count);
                at += count;
                chunkPassed(count);
            } else {
                out.writeBytes(framing(bytes[at]));
                at++;
            }
        }
        return out.toByteArray();
    }

    private void chunkPassed(int count) {
        if (part == Part.CHUNK) {
            left -= count;
            part = left == 0 ? Part.CHUNK_END : part;
        }
    }

    /** Takes a byte of the head, or around a chunk; returns what follows of it for the client. */
    private byte[] framing(byte b) {
        line.write(b);
        if (b != '\n') {
            return NOTHING;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (part == Part.HEAD) {
            return text.endsWith(HEAD_END) ? head(text) : NOTHING;
        }
        endLine(text);
        return NOTHING;
    }

    private byte[] head(String head) {
        line.reset();
        if (head.startsWith(INTERIM)) {
            return NOTHING;
        }
        int chunked = head.toLowerCase(Locale.ROOT).indexOf(CHUNKED);
        part = chunked < 0 ? Part.AS_IT_IS : Part.SIZE;
        String plain = chunked < 0 ? head : head.substring(0, chunked) + head.substring(chunked + CHUNKED.length() - 2);
        return plain.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void endLine(String size) {
        line.reset();
        if (part == Part.CHUNK_END) {
            part = Part.SIZE;
            return;
        }
        left = Integer.parseInt(size.strip(), 16);
        part = left == 0 ? Part.OVER : Part.CHUNK;
    }
}
