package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.StdioPeer;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client that can be asked, of any revision over any transport. */
abstract class AskedClient implements AutoCloseable {
    static final String ALL = json("{'elicitation':{'form':{},'url':{}},'sampling':{'tools':{}},'roots':{}}");

    /** What this client was asked: the requests as {@code {method, params}}, in order. */
    final List<JsonObject> asked = new ArrayList<>();

    /** How many rounds that took in the stateless era. */
    int rounds;

    private final ProtocolVersion version;
    private final String capabilities;
    private int lastId;

    AskedClient(ProtocolVersion version, String capabilities) {
        this.version = version;
        this.capabilities = capabilities;
    }

    static AskedClient open(Cell cell, McpServer server, String capabilities) throws Exception {
        AskedClient client = switch (cell.transport()) {
            case STDIO -> new OverStdio(StdioPeer.silent(server, cell.version()), cell.version(), capabilities);
            case HTTP -> new OverHttp(server, cell.version(), capabilities);
        };
        if (!cell.version().isModern()) {
            client.send(Peer.object(Peer.initialize(cell.version()).replace(Peer.CAPABILITIES, capabilities)));
            client.next();
            client.send(Peer.object(Peer.INITIALIZED));
        }
        return client;
    }

    /** Sends a message as it is. */
    abstract void send(JsonObject message) throws Exception;

    /** The next message from the server. */
    abstract JsonObject next() throws Exception;

    /** The HTTP status of the last answer to a request; 0 over stdio. */
    abstract int status();

    /** Calls a tool, and answers whatever it asks until it has finished. */
    final JsonObject call(String tool, String arguments, UnaryOperator<JsonObject> answering) throws Exception {
        JsonObject params = JsonObject.of("name", Json.of(tool), "arguments", Json.parse(arguments));
        return request("tools/call", params, answering);
    }

    /** Sends a request, and answers whatever it asks until it has finished. */
    final JsonObject request(String method, JsonObject params, UnaryOperator<JsonObject> answering) throws Exception {
        JsonObject message = ask(method, params, answering);
        while (inputRequired(message)) {
            rounds++;
            JsonObject again = repeat(params, Objects.requireNonNull(message.object("result")), answering);
            message = ask(method, again, answering);
        }
        return message;
    }

    /** Calls a tool once, and answers requests of the server's own meanwhile. */
    final JsonObject ask(JsonObject params, UnaryOperator<JsonObject> answering) throws Exception {
        return ask("tools/call", params, answering);
    }

    /** Sends a request once, and answers requests of the server's own meanwhile. */
    final JsonObject ask(String method, JsonObject params, UnaryOperator<JsonObject> answering) throws Exception {
        begin(method, params);
        JsonObject message = next();
        while (message.has("method")) {
            asked.add(message.without("id").without("jsonrpc"));
            send(JsonObject.of(
                    "jsonrpc",
                    Json.of("2.0"),
                    "id",
                    Objects.requireNonNull(message.get("id")),
                    "result",
                    answering.apply(message)));
            message = next();
        }
        return message;
    }

    /** Sends a call and waits for nothing; answers its id. */
    final Json begin(JsonObject params) throws Exception {
        return begin("tools/call", params);
    }

    private Json begin(String method, JsonObject params) throws Exception {
        Json id = Json.of(++lastId);
        JsonObject meta = JsonObject.of(
                MetaKeys.PROTOCOL_VERSION,
                Json.of(version.text()),
                MetaKeys.CLIENT_CAPABILITIES,
                Json.parse(capabilities));
        send(JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", version.isModern() ? params.with("_meta", meta) : params)
                .build());
        return id;
    }

    static boolean inputRequired(JsonObject message) {
        JsonObject result = message.object("result");
        return result != null && "input_required".equals(result.string("resultType"));
    }

    private JsonObject repeat(JsonObject params, JsonObject result, UnaryOperator<JsonObject> answering) {
        JsonObject requests = result.object("inputRequests");
        JsonObject.Builder answers = JsonObject.builder();
        (requests == null ? JsonObject.EMPTY : requests).entries().forEach(entry -> {
            asked.add((JsonObject) entry.getValue());
            answers.put(entry.getKey(), answering.apply((JsonObject) entry.getValue()));
        });
        JsonObject again = params.with("inputResponses", answers.build());
        Json state = result.get("requestState");
        return state == null ? again : again.with("requestState", state);
    }

    @Override
    public abstract void close();

    private static final class OverStdio extends AskedClient {
        private final StdioPeer peer;

        private OverStdio(StdioPeer peer, ProtocolVersion version, String capabilities) {
            super(version, capabilities);
            this.peer = peer;
        }

        @Override
        void send(JsonObject message) throws Exception {
            peer.tell(message.toString());
        }

        @Override
        JsonObject next() throws Exception {
            return (JsonObject) peer.receive();
        }

        @Override
        int status() {
            return 0;
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    private static final class OverHttp extends AskedClient {
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final BlockingQueue<JsonObject> incoming = new LinkedBlockingQueue<>();
        private final ProtocolVersion version;
        private final HttpTransport transport;
        private volatile @Nullable String session;
        private volatile int status;

        private OverHttp(McpServer server, ProtocolVersion version, String capabilities) {
            super(version, capabilities);
            this.version = version;
            this.transport = HttpTransport.start(
                    server, HttpConfig.builder(Caller.anonymous("guest")).build());
        }

        @Override
        void send(JsonObject message) throws Exception {
            HttpRequest request = request(message);
            if (message.has("method") && message.has("id")) {
                Thread.ofVirtual().start(() -> receive(request));
                return;
            }
            int answered =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (answered != 202) {
                throw new AssertionError("An answer or notification was answered with " + answered);
            }
        }

        private void receive(HttpRequest request) {
            try {
                HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
                status = response.statusCode();
                response.headers().firstValue("Mcp-Session-Id").ifPresent(id -> session = id);
                response.body()
                        .map(line -> line.startsWith("data: ") ? line.substring("data: ".length()) : line)
                        .filter(line -> line.startsWith("{"))
                        .forEach(line -> incoming.add(Peer.object(line)));
            } catch (Exception e) {
                incoming.add(JsonObject.of("broken", Json.of(String.valueOf(e))));
            }
        }

        private HttpRequest request(JsonObject message) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + transport.port() + "/mcp"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(message.toString()));
            if (session != null) {
                request.header("Mcp-Session-Id", session);
            }
            if (version.isModern()) {
                JsonObject params = Objects.requireNonNull(message.object("params"));
                String name = params.has("uri") ? params.string("uri") : params.string("name");
                request.header("MCP-Protocol-Version", version.text());
                request.header("Mcp-Method", String.valueOf(message.string("method")));
                request.header("Mcp-Name", String.valueOf(name));
            }
            return request.build();
        }

        @Override
        JsonObject next() throws Exception {
            JsonObject message = incoming.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("No message came");
            }
            return message;
        }

        @Override
        int status() {
            return status;
        }

        @Override
        public void close() {
            client.shutdownNow();
            transport.close();
        }
    }
}
