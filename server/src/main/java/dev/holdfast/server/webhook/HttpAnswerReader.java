package dev.holdfast.server.webhook;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer in HTTP/1.1 from a connection that serves one request. A receiver may be hostile: no more is read
 * than a head of {@value #HEAD} bytes and as much of a body as was asked for, and none at all of a failure.
 */
final class HttpAnswerReader {
    private static final int HEAD = 16_384;
    private static final int SECONDS_DIGITS = 9;
    private static final int CHUNK_DIGITS = 7;
    private static final int HEX = 16;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");

    private final InputStream in;
    private int left = HEAD;
    private long length = Long.MAX_VALUE;
    private boolean chunked;
    private @Nullable Duration retryAfter;

    HttpAnswerReader(InputStream in) {
        this.in = in;
    }

    /** @throws IOException if it is no answer in HTTP, or too long */
    HttpAnswer.Status read(int mostBody, Instant now) throws IOException {
        int code = head(now);
        while (code / 100 == 1) {
            code = head(now);
        }
        left = HEAD + mostBody;
        byte[] read = code / 100 == 2 && mostBody > 0 ? body(mostBody) : new byte[0];
        return new HttpAnswer.Status(code, retryAfter, new String(read, StandardCharsets.UTF_8));
    }

    private int head(Instant now) throws IOException {
        Matcher status = STATUS.matcher(line());
        if (!status.matches()) {
            throw new IOException("no answer in HTTP");
        }
        String header = line();
        while (!header.isEmpty()) {
            header(header, now);
            header = line();
        }
        return Integer.parseInt(status.group(1));
    }

    private void header(String line, Instant now) {
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1).strip();
        switch (colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> length = isNumber(value) ? Long.parseLong(value) : Long.MAX_VALUE;
            case "transfer-encoding" -> chunked = true;
            case "retry-after" -> retryAfter = wait(value, now);
            default -> {}
        }
    }

    private static boolean isNumber(String value) {
        return value.matches("[0-9]{1," + SECONDS_DIGITS + "}");
    }

    private static @Nullable Duration wait(String value, Instant now) {
        if (isNumber(value)) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private byte[] body(int most) throws IOException {
        if (!chunked) {
            return in.readNBytes((int) Math.min(most, length));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int chunk = chunk();
        while (chunk > 0 && body.size() < most) {
            body.write(in.readNBytes(Math.min(chunk, most - body.size())));
            if (body.size() < most && !line().isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
            chunk = body.size() < most ? chunk() : 0;
        }
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1," + CHUNK_DIGITS + "}")) {
            throw new IOException("no size of a chunk");
        }
        return Integer.parseInt(size, HEX);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ended early");
            }
            if (--left < 0) {
                throw new IOException("the answer is too long");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
