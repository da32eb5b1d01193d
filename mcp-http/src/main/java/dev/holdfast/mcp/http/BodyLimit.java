package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.IdScanner;
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
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose announced body length exceeds the limit; none of the body is held.
 *
 * <p>Closing a connection with unread bytes resets it, and the client may then never see the refusal. So a body of up
 * to {@value #MOST_READ} bytes is read over first, which also finds its id. A longer one, and that of a client that
 * sent {@code Expect: 100-continue} and so sends none yet, is refused at once.
 */
final class BodyLimit implements Http1ConnectionListener {
    private static final int MOST_READ = 64 << 20;

    private final int maxBytes;

    BodyLimit(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The response to a body that is too long. */
    static Reply refusal(@Nullable Json id, int maxBytes) {
        return Reply.error(id, Faults.invalidRequest("A body is at most " + maxBytes + " bytes long"), 413);
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
        boolean comes = !headers.containsToken(HeaderValues.EXPECT_100);
        if (comes && length <= MOST_READ) {
            answer(connection, readOver(connection.dataReader(), length));
        } else {
            answer(connection, null);
            readOver(connection.dataReader(), comes ? MOST_READ : 0);
        }
        throw new CloseConnectionException("The body is " + length + " bytes long");
    }

    private void answer(ConnectionContext connection, @Nullable Json id) {
        byte[] response = response(refusal(id, maxBytes).bytes());
        connection.dataWriter().writeNow(BufferData.create(response));
    }

    private static @Nullable Json readOver(DataReader reader, long length) {
        IdScanner scanner = new IdScanner();
        long left = length;
        while (left > 0) {
            reader.ensureAvailable();
            byte[] bytes = reader.readBytes((int) Math.min(left, reader.available()));
            scanner.take(bytes, 0, bytes.length);
            left -= bytes.length;
        }
        return scanner.id();
    }

    private static byte[] response(byte[] body) {
        String head = "HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        return (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
