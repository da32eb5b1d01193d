package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks of a server as users start it, with a receiver beside it. */
@Timeout(120)
final class ServeWebhooksTest {
    private static final String TOKEN = "a-token-of-enough-characters";

    private final Path home;
    private final Shell shell;
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    ServeWebhooksTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @BeforeEach
    void open() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/", this::receive);
        receiver.start();
        Files.writeString(home.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(home.resolve("token"), PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonObject body = (JsonObject) Json.parse(exchange.getRequestBody().readAllBytes());
            received.add(body);
            byte[] echo = JsonObject.builder()
                    .putIfPresent("challenge", body.string("challenge"))
                    .build()
                    .toBytes();
            exchange.sendResponseHeaders(200, echo.length);
            exchange.getResponseBody().write(echo);
        }
    }

    private Served serve(String... more) {
        String[] options = new String[more.length + 1];
        options[0] = "--token=" + home.resolve("token");
        System.arraycopy(more, 0, options, 1, more.length);
        return Served.start(shell, options).as(TOKEN);
    }

    private JsonObject subscribe(Served served, String url) throws Exception {
        String params = json("{'name':'state.changed','delivery':{'mode':'webhook','url':'" + url
                + "','secret':'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}}");
        HttpResponse<String> response = served.post("events/subscribe", "", (JsonObject) Json.parse(params));
        return (JsonObject) Json.parse(response.body());
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    private List<String> keys() {
        return received.stream()
                .map(body -> body.object("data"))
                .filter(Objects::nonNull)
                .map(data -> String.valueOf(data.get("keys")))
                .toList();
    }

    @Test
    void subscription_outlivesTheServerAndIsShownToTheOperator() throws Exception {
        String id;
        try (Served served = serve("--webhooks", "--webhooks-loopback")) {
            JsonObject granted = Objects.requireNonNull(subscribe(served, url()).object("result"));
            id = Objects.requireNonNull(granted.string("id"));
            served.call("state", (JsonObject) Json.parse(json("{'key':'a','value':1}")));
            await().atMost(Duration.ofSeconds(20)).until(() -> keys().equals(List.of("[\"a\"]")));
            assertThat(served.get("/metrics").body())
                    .contains("holdfast_webhooks 1.0")
                    .contains("holdfast_webhook_deliveries_total{outcome=\"delivered\"} 1.0");
            assertThat(served.err()).doesNotContain("whsec_");
        }
        shell.run("set", "b", "2");
        assertThat(shell.run("webhooks").out()).contains(id, "active", "state.changed", "127.0.0.1", "1 subscriptions");
        assertThat(shell.run("webhooks", "pause", id).code()).isZero();
        assertThat(shell.run("webhooks").out()).contains("paused").doesNotContain("whsec_");
        assertThat(shell.run("webhooks", "resume", id).code()).isZero();
        try (Served served = serve("--webhooks", "--webhooks-loopback")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> keys().equals(List.of("[\"a\"]", "[\"b\"]")));
            assertThat(shell.run("webhooks", "remove", id).code()).isZero();
            served.call("state", (JsonObject) Json.parse(json("{'key':'c','value':1}")));
        }
        assertThat(keys()).hasSize(2);
        assertThat(shell.run("webhooks", "remove", id).code()).isNotZero();
        assertThat(shell.run("webhooks", "--json").out()).contains("\"webhooks\":[]");
    }

    @Test
    void receiver_onThisMachineIsRefusedWithoutItsOption() throws Exception {
        try (Served served = serve("--webhooks")) {
            assertThat(error(served, url())).isEqualTo(Json.of(-32602));
            String secure = "https://127.0.0.1:" + receiver.getAddress().getPort() + "/";
            assertThat(error(served, secure)).isEqualTo(Json.of(-32027));
            assertThat(error(served, "https://169.254.169.254/latest/meta-data/"))
                    .isEqualTo(Json.of(-32027));
            assertThat(error(
                            served,
                            "https://[::ffff:127.0.0.1]:"
                                    + receiver.getAddress().getPort() + "/"))
                    .isEqualTo(Json.of(-32027));
        }
        assertThat(received).isEmpty();
    }

    private Json error(Served served, String url) throws Exception {
        return Objects.requireNonNull(
                Objects.requireNonNull(subscribe(served, url).object("error")).get("code"));
    }

    @Test
    void webhooks_areOffUnlessAskedForAndNeedCallersThatAreKnown() throws Exception {
        try (Served served = serve()) {
            assertThat(error(served, url())).isEqualTo(Json.of(-32601));
        }
        assertThat(shell.run("serve", "--port", "0", "--webhooks").err()).contains("--webhooks", "--token");
        assertThat(shell.run("serve", "--port", "0", "--webhooks-loopback").err())
                .contains("--webhooks-loopback is only for --webhooks");
    }
}
