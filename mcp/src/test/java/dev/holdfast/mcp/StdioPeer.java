package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client over two pipes of the operating system. */
final class StdioPeer extends Peer {
    private static final Caller SOMEBODY = Caller.anonymous("somebody");

    private final OutputStream toServer;
    private final BlockingQueue<String> fromServer = new LinkedBlockingQueue<>();
    private final FutureTask<@Nullable Void> serving;

    private StdioPeer(McpServer server, ProtocolVersion version, Caller caller) throws IOException {
        super(version);
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        toServer = Channels.newOutputStream(in.sink());
        serving = new FutureTask<>(() -> {
            try (var read = Channels.newInputStream(in.source());
                    var write = Channels.newOutputStream(out.sink())) {
                StdioTransport.serve(server, read, write, caller);
            }
            return null;
        });
        Thread.ofVirtual().start(serving);
        Thread.ofVirtual().start(() -> collect(out));
    }

    /** A client that has said nothing yet. */
    static StdioPeer silent(McpServer server, ProtocolVersion version) throws IOException {
        return as(SOMEBODY, server, version);
    }

    /** A client of a certain caller that has said nothing yet. */
    static StdioPeer as(Caller caller, McpServer server, ProtocolVersion version) throws IOException {
        return new StdioPeer(server, version, caller);
    }

    /** A client past its handshake. */
    static StdioPeer open(McpServer server, ProtocolVersion version) throws Exception {
        return open(server, version, SOMEBODY);
    }

    /** A client past its handshake, on behalf of {@code caller}. */
    static StdioPeer open(McpServer server, ProtocolVersion version, Caller caller) throws Exception {
        StdioPeer peer = as(caller, server, version);
        if (!version.isModern()) {
            peer.sendRaw(initialize(version));
            peer.tell(INITIALIZED);
        }
        return peer;
    }

    private void collect(Pipe out) {
        try (var lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8))) {
            lines.lines().forEach(fromServer::add);
        } catch (IOException e) {
            fromServer.add("broken: " + e);
        }
    }

    void write(byte[] bytes) throws IOException {
        toServer.write(bytes);
        toServer.flush();
    }

    void writeLine(String text) throws IOException {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next message, whatever it is about. */
    Json receive() throws InterruptedException {
        String line = fromServer.poll(20, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("No message came");
        }
        return Json.parse(line);
    }

    /** Whether nothing has come that was not received. */
    boolean isQuiet() {
        return fromServer.isEmpty();
    }

    @Override
    Answer sendRaw(String text) throws Exception {
        writeLine(text);
        return receiveAnswer();
    }

    /** The next answer, with the notifications before it. */
    Answer receiveAnswer() throws InterruptedException {
        List<JsonObject> before = new ArrayList<>();
        Json next = receive();
        while (next instanceof JsonObject object && object.has("method")) {
            before.add(object);
            next = receive();
        }
        return new Answer(0, next, before);
    }

    @Override
    void tell(String notification) throws Exception {
        writeLine(notification);
    }

    /** Ends the server's input. */
    void hangUp() throws IOException {
        toServer.close();
    }

    /** Waits until the server has returned. */
    void awaitEnd() throws Exception {
        serving.get(20, TimeUnit.SECONDS);
    }

    /** Interrupts the thread that serves. */
    void interrupt() {
        serving.cancel(true);
    }

    @Override
    public void close() {
        try {
            hangUp();
            awaitEnd();
        } catch (Exception e) {
            throw new AssertionError("The server did not end", e);
        }
    }
}
