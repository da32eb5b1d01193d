package dev.holdfast.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection with at most one request under way. Confined to the generator's thread. */
final class Connection implements AutoCloseable {
    private static final int STATUS = "HTTP/1.1 ".length();
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOOL_ERROR = "\"isError\":true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RPC_ERROR = "\"error\":{".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer in = ByteBuffer.allocate(1 << 14);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private long sentAt;

    Connection(SocketAddress server, Selector selector) throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(byte[] request) throws IOException {
        out = ByteBuffer.wrap(request);
        sentAt = System.nanoTime();
        flush();
    }

    private void flush() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Reads or writes what the selector found ready; true when a whole response has arrived. */
    boolean advance() throws IOException {
        if (key.isWritable()) {
            flush();
            return false;
        }
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
        }
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed a connection");
        }
        return isWhole();
    }

    long nanosSinceSent() {
        return System.nanoTime() - sentAt;
    }

    /** Discards the response; fails if it is not a 200 without an error. */
    void finish() throws IOException {
        if (in.get(STATUS) != '2' || find(TOOL_ERROR, 0) >= 0 || find(RPC_ERROR, 0) >= 0) {
            throw new IOException("refused: " + StandardCharsets.UTF_8.decode(in.flip()));
        }
        in.clear();
    }

    private boolean isWhole() throws IOException {
        int end = find(HEAD_END, 0);
        if (end < 0) {
            return false;
        }
        int length = find(LENGTH, 0);
        if (length >= 0 && length < end) {
            return in.position() >= end + HEAD_END.length + contentLength(length, end);
        }
        int chunked = find(CHUNKED, 0);
        if (chunked < 0 || chunked > end) {
            throw new IOException("a response must say where it ends");
        }
        return find(LAST_CHUNK, in.position() - LAST_CHUNK.length) >= 0;
    }

    private int contentLength(int at, int headEnd) {
        int length = 0;
        for (int i = at + LENGTH.length; i < headEnd; i++) {
            byte digit = in.get(i);
            if (digit >= '0' && digit <= '9') {
                length = length * 10 + digit - '0';
            } else if (digit == '\r') {
                break;
            }
        }
        return length;
    }

    /** Where lower-case {@code text} starts in what has arrived, letters compared without case; -1 if nowhere. */
    private int find(byte[] text, int from) {
        byte[] bytes = in.array();
        int last = in.position() - text.length;
        for (int start = from; start <= last; start++) {
            int i = 0;
            while (i < text.length && lower(bytes[start + i]) == lower(text[i])) {
                i++;
            }
            if (i == text.length) {
                return start;
            }
        }
        return -1;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
