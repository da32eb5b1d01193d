package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code holdfast serve} as a user starts it, on a free port, until it is closed. */
final class Served implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("serves MCP at (http://127\\.0\\.0\\.1:\\d+)/mcp");
    private static final Duration PATIENCE = Duration.ofSeconds(Crowd.PATIENCE_SECONDS);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FutureTask<Integer> run;
    private final Thread thread;
    private final String address;
    private @Nullable String token;

    private Served(Shell shell, String... options) {
        String[] arguments = Stream.concat(Stream.of("serve", "--port", "0"), Stream.of(options))
                .toArray(String[]::new);
        this.run = new FutureTask<>(() -> Cli.run(shell.surroundings(out, err), arguments));
        this.thread = Thread.ofPlatform().name("serve").start(run);
        await().atMost(PATIENCE)
                .until(() -> run.isDone() || ADDRESS.matcher(err()).find());
        Matcher announced = ADDRESS.matcher(err());
        assertThat(announced.find()).as(err()).isTrue();
        this.address = announced.group(1);
    }

    static Served start(Shell shell, String... options) {
        return new Served(shell, options);
    }

    /** Presents a bearer token from now on. */
    Served as(String bearer) {
        token = bearer;
        return this;
    }

    /** The address without a path. */
    String address() {
        return address;
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The lines of JSON on standard error; its other lines are for people. */
    List<JsonObject> logged() {
        return err().lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The result of a tool call; a failure is returned as well. */
    JsonObject call(String tool, JsonObject arguments) throws Exception {
        HttpResponse<String> response =
                post("tools/call", tool, JsonObject.of("name", Json.of(tool), "arguments", arguments));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject result = Objects.requireNonNull(((JsonObject) Json.parse(response.body())).object("result"));
        JsonObject text =
                (JsonObject) Objects.requireNonNull(result.array("content")).get(0);
        return (JsonObject) Json.parse(Objects.requireNonNull(text.string("text")));
    }

    /** Sends a request of the stateless revision. */
    HttpResponse<String> post(String method, String name, JsonObject params) throws Exception {
        JsonObject meta = JsonObject.of(
                "io.modelcontextprotocol/protocolVersion",
                Json.of("2026-07-28"),
                "io.modelcontextprotocol/clientCapabilities",
                JsonObject.EMPTY);
        JsonObject request = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put("params", params.with("_meta", meta))
                .build();
        return client.send(
                request("/mcp")
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", method)
                        .header("Mcp-Name", name)
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Stops the server, which must have kept standard output clean. */
    @Override
    public void close() {
        thread.interrupt();
        Crowd.join(run);
        client.close();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
