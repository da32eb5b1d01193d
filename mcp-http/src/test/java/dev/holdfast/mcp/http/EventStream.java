package dev.holdfast.mcp.http;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.fixture.Peer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event stream over a socket of its own, read no faster than it is asked for. */
final class EventStream implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final String head;
    private final StringBuilder text = new StringBuilder();
    private int comments;

    private EventStream(Socket socket, String request) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 512);
        RawHttp.send(socket, request);
        StringBuilder lines = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.append(line).append('\n');
        }
        this.head = lines.toString();
    }

    /** Sends a message of the peer. */
    static EventStream post(HttpPeer peer, String body) throws IOException {
        return post(peer, body, peer.headers(body));
    }

    /** Sends a message with just these headers beside the usual ones. */
    static EventStream post(HttpPeer peer, String body, Map<String, String> headers) throws IOException {
        return new EventStream(
                RawHttp.connect(peer.port()),
                request("POST", peer, headers) + "Content-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    /** Opens the stream of the peer's session. */
    static EventStream get(HttpPeer peer) throws IOException {
        return get(peer, peer.headers(""));
    }

    /** The same with just these headers. */
    static EventStream get(HttpPeer peer, Map<String, String> headers) throws IOException {
        return new EventStream(RawHttp.connect(peer.port()), request("GET", peer, headers) + "\r\n");
    }

    private static String request(String method, HttpPeer peer, Map<String, String> headers) {
        StringBuilder request = new StringBuilder(method + " /mcp HTTP/1.1\r\nHost: localhost:" + peer.port()
                + "\r\nAccept: application/json, text/event-stream\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.toString();
    }

    String head() {
        return head;
    }

    /** The next message. */
    JsonObject next() throws IOException {
        JsonObject message = nextIfAny();
        if (message == null) {
            throw new AssertionError("The stream ended");
        }
        return message;
    }

    /** The next message; null at the end of the stream. */
    @Nullable JsonObject nextIfAny() throws IOException {
        while (true) {
            int end = text.indexOf("\n\n");
            if (end >= 0) {
                String event = text.substring(0, end);
                text.delete(0, end + 2);
                if (event.startsWith(":")) {
                    comments++;
                } else {
                    return Peer.object(event.substring(event.indexOf("data: ") + "data: ".length()));
                }
            } else if (!chunk()) {
                return null;
            }
        }
    }

    /** How many comments have come so far. */
    int comments() {
        return comments;
    }

    private boolean chunk() throws IOException {
        int length = Integer.parseInt(line(), 16);
        text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        line();
        return length > 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The connection ended after " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
