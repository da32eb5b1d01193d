package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.StdioTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A client of the handshake era that shows forms, over two pipes. */
final class LegacyPerson implements AutoCloseable {
    private final OutputStream toServer;
    private final BufferedReader fromServer;
    private int calls = 1;

    private LegacyPerson(McpServer server) throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        toServer = Channels.newOutputStream(in.sink());
        fromServer = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(() -> serve(server, in, out));
    }

    private static void serve(McpServer server, Pipe in, Pipe out) {
        try (var read = Channels.newInputStream(in.source());
                var write = Channels.newOutputStream(out.sink())) {
            StdioTransport.serve(server, read, write, Caller.anonymous("local/test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static LegacyPerson at(McpServer server) throws IOException {
        LegacyPerson person = new LegacyPerson(server);
        person.send(json("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                + "'capabilities':{'elicitation':{}},'clientInfo':{'name':'test','version':'1'}}}"));
        person.receive();
        person.send(json("{'jsonrpc':'2.0','method':'notifications/initialized'}"));
        return person;
    }

    /** What a person is asked while a tool runs. */
    record Asked(LegacyPerson person, JsonObject request) {
        JsonObject params() {
            return Objects.requireNonNull(request.object("params"));
        }

        /** Answers, and takes what the tool then answers. */
        JsonObject answer(JsonObject result) throws IOException {
            person.send(JsonObject.of(
                            "jsonrpc",
                            Json.of("2.0"),
                            "id",
                            Objects.requireNonNull(request.get("id")),
                            "result",
                            result)
                    .toString());
            JsonObject reply = person.receive();
            return Objects.requireNonNull(
                    Objects.requireNonNull(reply.object("result"), reply::toString)
                            .object("structuredContent"),
                    reply::toString);
        }
    }

    /** Calls a tool that asks. */
    Asked call(String tool, JsonObject arguments) throws IOException {
        send(JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", ++calls)
                .put("method", "tools/call")
                .put("params", JsonObject.of("name", Json.of(tool), "arguments", arguments))
                .build()
                .toString());
        return new Asked(this, receive());
    }

    private void send(String message) throws IOException {
        toServer.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        toServer.flush();
    }

    private JsonObject receive() throws IOException {
        return (JsonObject) Json.parse(Objects.requireNonNull(fromServer.readLine()));
    }

    /** Waits for the server to end, which closes its side then. */
    @Override
    public void close() throws IOException {
        toServer.close();
        fromServer.transferTo(Writer.nullWriter());
        fromServer.close();
    }
}
