package dev.holdfast.mcp.http;

import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Reply;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.nio.charset.StandardCharsets;

/**
 * Refuses a request whose announced body length exceeds the limit, before any of the body is buffered.
 *
 * <p>Closing a connection with unread bytes resets it, and the client may then never see the refusal. So the bytes the
 * client is still sending are read and discarded, up to a bound; a client that sent {@code Expect: 100-continue} sends
 * none.
 */
final class BodyLimit implements Http1ConnectionListener {
    private static final int MAX_DROPPED = 64 << 20;

    private final int maxBytes;
    private final byte[] response;

    BodyLimit(int maxBytes) {
        this.maxBytes = maxBytes;
        this.response = response(refusal(maxBytes).bytes());
    }

    /** The response to a body that is too long. */
    static Reply refusal(int maxBytes) {
        return Reply.error(null, Faults.invalidRequest("A body is at most " + maxBytes + " bytes long"), 413);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        if (headers.contains(HeaderNames.CONTENT_LENGTH) && !headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            long length = length(headers);
            if (length > maxBytes) {
                refuse(connection, headers, length);
            }
        }
    }

    /** The announced length; the web server itself refuses a value that is not a number. */
    private static long length(Headers headers) {
        try {
            return headers.contentLength().orElse(0);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private void refuse(ConnectionContext connection, Headers headers, long length) {
        connection.dataWriter().writeNow(BufferData.create(response));
        if (!headers.containsToken(HeaderValues.EXPECT_100)) {
            drop(connection.dataReader(), Math.min(length, MAX_DROPPED));
        }
        throw new CloseConnectionException("The body is " + length + " bytes long");
    }

    private static void drop(DataReader reader, long length) {
        long left = length;
        try {
            while (left > 0) {
                reader.ensureAvailable();
                int available = (int) Math.min(left, reader.available());
                reader.skip(available);
                left -= available;
            }
        } catch (DataReader.InsufficientDataAvailableException e) {
            // the client has disconnected, so there is nothing left to discard
        }
    }

    private static byte[] response(byte[] body) {
        String head = "HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        return (head + new String(body, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
    }
}
