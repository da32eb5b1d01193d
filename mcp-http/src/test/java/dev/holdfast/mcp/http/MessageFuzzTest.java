package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Fuzz;
import dev.holdfast.mcp.fixture.HostileMessages;
import dev.holdfast.mcp.fixture.WellFormed;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages no client should send, by POST: each is answered like a message or not at all, and nothing stays behind. */
final class MessageFuzzTest {
    private static final int ROUNDS = 1_500;
    private static final int ROUNDS_BETWEEN_GOOD_ONES = 20;

    private final McpServer server = new FixtureServer()
            .everything(ServerChanges.of(ChangeKind.values()))
            .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofMillis(50)))
            .build();

    @Test
    void bodies_thatAreHostileLeaveTheServerAlive() throws Exception {
        Fuzz fuzz = new Fuzz("MessageFuzzTest", ROUNDS);
        HostileMessages messages = new HostileMessages(fuzz);
        HttpConfig config = HttpConfig.builder(Caller.anonymous("guest"))
                .heartbeat(Duration.ofMillis(50))
                .build();
        try (HttpTransport transport = HttpTransport.start(server, config);
                HttpPeer legacy = HttpPeer.join(transport, ProtocolVersion.V2025_03_26);
                HttpPeer modern = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
                HttpPeer good = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            for (int round = 0; round < fuzz.rounds(); round++) {
                HttpPeer peer = fuzz.oneIn(2) ? modern : legacy;
                byte[] message = messages.next();
                String text = new String(message, StandardCharsets.UTF_8);
                String sent = fuzz.at(round, text);
                HttpRequest.Builder request = peer.request("/mcp")
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream");
                peer.headers(text).entrySet().stream()
                        .filter(MessageFuzzTest::isHeader)
                        .forEach(header -> request.header(header.getKey(), header.getValue()));
                exchange(
                        client,
                        request.POST(HttpRequest.BodyPublishers.ofByteArray(message))
                                .build(),
                        sent);
                if (round % ROUNDS_BETWEEN_GOOD_ONES == 0) {
                    assertThat(good.ask("server/discover", "{}").status())
                            .as(sent)
                            .isEqualTo(200);
                }
            }
            await().atMost(Duration.ofSeconds(30)).until(transport::isIdle);
        }
    }

    /** What HTTP itself would not carry is left out, and so missing. */
    private static boolean isHeader(Map.Entry<String, String> header) {
        return header.getValue().chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static void exchange(HttpClient client, HttpRequest request, String sent) throws Exception {
        HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        boolean streams =
                response.headers().firstValue("Content-Type").orElse("").equals("text/event-stream");
        assertThat(response.statusCode()).as(sent).isIn(200, 202, 400, 403, 404, 406);
        try (Stream<String> lines = response.body()) {
            if (streams) {
                readEvents(lines.iterator(), sent);
            } else {
                lines.forEach(line -> WellFormed.message(line, sent));
            }
        }
    }

    /** Reads until the answer, and leaves streams that have none and questions that it would not answer. */
    private static void readEvents(Iterator<String> lines, String sent) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("data: ")
                    && WellFormed.message(line.substring("data: ".length()), sent) instanceof JsonObject message
                    && (message.has("id")
                            || String.valueOf(message.string("method")).endsWith("acknowledged"))) {
                return;
            }
        }
    }
}
