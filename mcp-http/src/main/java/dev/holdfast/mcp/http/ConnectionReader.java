package dev.holdfast.mcp.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, as the web server reads it, bounded where the web server does not: the line with the size of a
 * chunk has at most {@value #LONGEST_SIZE_LINE} bytes, a chunk costs little more than its bytes whatever pieces it
 * comes in, and a head comes in at most {@value #MOST_PIECES} pieces. What is no chunk is a bad request, and the end of
 * the client ends the connection. Not thread-safe.
 */
final class ConnectionReader extends DataReader {
    private static final int LONGEST_SIZE_LINE = 128;
    private static final int LONGEST_SIZE = 8;
    private static final int MOST_PIECES = 1_000;
    private static final int FIRST_PIECE = 16 << 10;

    private IntConsumer onGrowth = ConnectionReader::refuseLong;
    private boolean chunked;
    private boolean lastChunk;
    private int pieces;

    /** @param client gives the bytes that come next; null at the end */
    @SuppressWarnings("removal") // a subclass has no other way
    ConnectionReader(Supplier<byte @Nullable []> client) {
        super(() -> received(client));
    }

    private static byte[] received(Supplier<byte @Nullable []> client) {
        byte[] bytes = client.get();
        if (bytes == null) {
            throw new CloseConnectionException("The client has gone");
        }
        return bytes;
    }

    /** A chunk that no handler wants is read over only if it is short. */
    private static void refuseLong(int bytes) {
        if (bytes > FIRST_PIECE) {
            throw new CloseConnectionException("The body is not wanted");
        }
    }

    /** Sets what is told how many bytes of a chunk are about to be collected. It may refuse them by an exception. */
    void onGrowth(IntConsumer action) {
        this.onGrowth = action;
    }

    /** Another request begins. */
    void begin() {
        pieces = 0;
        chunked = false;
        lastChunk = false;
        onGrowth = ConnectionReader::refuseLong;
    }

    @Override
    public void pullData() {
        pieces++;
        if (pieces > MOST_PIECES && !chunked) {
            throw new CloseConnectionException("The client sends a head in pieces that are too small");
        }
        super.pullData();
    }

    /** The head of a request is complete; its body may come in any number of pieces. */
    void headEnds() {
        pieces = Integer.MIN_VALUE;
    }

    // --- Chunks

    /** The size of a chunk, or the end of the last one: the web server reads no other lines. */
    @Override
    public String readLine() {
        chunked = true;
        String line = line();
        if (lastChunk) {
            return line;
        }
        lastChunk = isZero(line);
        return line;
    }

    private String line() {
        try {
            int length = findNewLine(LONGEST_SIZE_LINE);
            if (length == LONGEST_SIZE_LINE) {
                throw malformed("The line with the size of a chunk is too long");
            }
            String line = readAsciiString(length);
            skip(2);
            return line;
        } catch (IncorrectNewLineException e) {
            throw malformed("The line with the size of a chunk has no proper end");
        }
    }

    private static boolean isZero(String size) {
        if (size.isEmpty() || size.length() > LONGEST_SIZE) {
            throw malformed("The size of a chunk has one to eight digits");
        }
        boolean zero = true;
        for (int i = 0; i < size.length(); i++) {
            int digit = size.charAt(i) < 128 ? Character.digit(size.charAt(i), 16) : -1;
            if (digit < 0) {
                throw malformed("The size of a chunk is not a hexadecimal number");
            }
            zero &= digit == 0;
        }
        return zero;
    }

    /** Bytes of the body: a whole chunk, or what has been received of one without chunks. */
    @Override
    public BufferData readBuffer(int length) {
        if (!chunked) {
            return super.readBuffer(length);
        }
        BufferData chunk = BufferData.create(collected(length));
        if (!startsWithNewLine()) {
            throw malformed("A chunk is longer than its size");
        }
        return chunk;
    }

    private byte[] collected(int length) {
        byte[] chunk = new byte[0];
        int have = 0;
        while (have < length) {
            if (have == chunk.length) {
                int more = Math.min(length, Math.max(FIRST_PIECE, 2 * have));
                onGrowth.accept(more - have);
                chunk = Arrays.copyOf(chunk, more);
            }
            ensureAvailable();
            byte[] piece = readBytes(Math.min(available(), chunk.length - have));
            System.arraycopy(piece, 0, chunk, have, piece.length);
            have += piece.length;
        }
        return chunk;
    }

    private static RequestException malformed(String message) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .message(message)
                .build();
    }
}
