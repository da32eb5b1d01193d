package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /metrics} of a server that was started as users start it. */
final class ServeMetricsTest {
    private final Shell shell;

    ServeMetricsTest(@TempDir Path home) {
        this.shell = new Shell(home);
    }

    @Test
    void metrics_moveWithWhatTheServerDoes() throws Exception {
        try (Served served = Served.start(shell)) {
            String before = served.get("/metrics").body();
            assertThat(figure(before, "holdfast_events_total{store='database',type='written'}"))
                    .isZero();

            set(served, "a", 1);
            set(served, "a", 2);
            set(served, "a", 2);
            served.call("state", JsonObject.of("key", Json.of("a")));
            served.call("state_write", (JsonObject)
                    Json.parse(json("{'handle':'@default','set':{'a':3},'if_revision':1}")));
            String after = served.get("/metrics").body();

            assertThat(figure(after, "holdfast_events_total{store='database',type='written'}"))
                    .isEqualTo(2);
            assertThat(figure(after, "holdfast_events_total{store='database',type='undone'}"))
                    .isZero();
            assertThat(figure(after, "holdfast_commands_total{outcome='unchanged',store='database'}"))
                    .isEqualTo(1);
            assertThat(figure(after, "holdfast_commands_total{outcome='conflict',store='database'}"))
                    .isEqualTo(1);
            assertThat(figure(after, "holdfast_events_size_bytes_total{store='database'}"))
                    .isPositive();
            assertThat(figure(after, "holdfast_groups_total{store='database'}")).isPositive();
            assertThat(figure(after, "holdfast_commands_waiting{store='database'}"))
                    .isZero();
            assertThat(figure(after, "holdfast_listeners{store='database'}")).isZero();
            assertThat(figure(after, "cache_size{cache='holdfast.states',store='database'}"))
                    .isPositive();
            assertThat(after.lines().filter(line -> line.startsWith("mcp_server_operation_duration_seconds_count")))
                    .anyMatch(line -> line.contains("\"state\"") && line.endsWith(" 4"))
                    .anyMatch(line -> line.contains("\"state_write\"") && line.contains("tool_error"));
        }
    }

    @Test
    void metrics_tellWhatTheStoreHoldsWhoeverWroteIt() throws Exception {
        shell.run("set", "a", json("'" + "x".repeat(1_000) + "'"));
        try (Served served = Served.start(shell)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> figure(served.get("/metrics").body(), "holdfast_states{store='database'}") == 1);

            String text = served.get("/metrics").body();
            assertThat(figure(text, "holdfast_revisions{store='database'}"))
                    .isEqualTo(3); // one of them is for the name
            assertThat(figure(text, "holdfast_documents_size_bytes{store='database'}"))
                    .isGreaterThan(1_000);
            assertThat(figure(text, "holdfast_largest_size_bytes{rank='1',store='database'}"))
                    .isGreaterThan(1_000);
            assertThat(figure(text, "holdfast_largest_size_bytes{rank='2',store='database'}"))
                    .isZero();
        }
    }

    @Test
    void metrics_areForWhoeverNamesTheServerAndNameNobody() throws Exception {
        try (Served served = Served.start(shell, "--token", "--namespace", "secretproject")) {
            assertThat(served.post("tools/list", "", JsonObject.EMPTY).statusCode())
                    .isEqualTo(401);
            String handle = shell.run("set", "secretkey", "1", "--namespace", "secretproject")
                    .out()
                    .substring(0, 29);

            HttpResponse<String> page = served.get("/metrics");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(page.body()).contains("holdfast_events_total").doesNotContain("secret", handle);
            assertThat(fromElsewhere(served).statusCode()).isEqualTo(403);
        }
    }

    private static HttpResponse<String> fromElsewhere(Served served) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(served.address() + "/metrics"))
                .header("Origin", "https://elsewhere.example")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void set(Served served, String key, int value) throws Exception {
        served.call("state", JsonObject.of("key", Json.of(key), "value", Json.of(value)));
    }

    private static double figure(String page, String singleQuoted) {
        String name = json(singleQuoted);
        return page.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + page));
    }
}
