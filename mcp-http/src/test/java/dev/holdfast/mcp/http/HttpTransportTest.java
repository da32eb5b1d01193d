package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** The server as a whole: its port, its faults and what it says elsewhere. */
final class HttpTransportTest {
    private static final HttpConfig CONFIG =
            HttpConfig.builder(Caller.anonymous("guest")).build();

    private final McpServer server = new FixtureServer().build();

    @Test
    void port_thatIsTakenIsSaidAtOnce() {
        try (HttpTransport first = HttpTransport.start(server, CONFIG)) {
            HttpConfig same =
                    HttpConfig.builder(Caller.anonymous("x")).port(first.port()).build();
            assertThatIllegalStateException().isThrownBy(() -> HttpTransport.start(server, same));
        }
    }

    @Test
    void path_isConfigurable() throws Exception {
        HttpConfig config =
                HttpConfig.builder(Caller.anonymous("x")).path("/other").build();
        try (HttpPeer peer = HttpPeer.open(server, config, ProtocolVersion.V2026_07_28)) {
            assertThat(peer.exchange(peer.request("/other").GET()).statusCode()).isEqualTo(405);
            assertThat(peer.exchange(peer.request("/mcp").GET()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void fault_ofWhatIsPluggedInIsToldAsTheProtocolDoes() throws Exception {
        HttpConfig config = HttpConfig.builder(Caller.anonymous("x"))
                .authenticator(token -> {
                    throw new IllegalStateException("a secret");
                })
                .page("/broken", () -> {
                    throw new IllegalStateException("a secret");
                })
                .build();
        try (HttpPeer peer = HttpPeer.open(server, config, ProtocolVersion.V2026_07_28)) {
            var response = peer.post("{}", Map.of("Authorization", "Bearer x"));
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(HttpPeer.answer(response).code()).isEqualTo(-32603);
            assertThat(response.body()).doesNotContain("secret");
            assertThat(peer.exchange(peer.request("/broken").GET()).statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void nothing_isPrintedAndNoPayloadIsLogged() throws Exception {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> logged = new ArrayList<>();
        Handler handler = collecting(logged);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        FixtureServer.LOG.addHandler(handler);
        try (HttpPeer peer = HttpPeer.open(server, CONFIG, ProtocolVersion.V2026_07_28)) {
            peer.call("boom", json("{'password':'hunter2'}"));
        } finally {
            FixtureServer.LOG.removeHandler(handler);
            System.setOut(stdout);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("tools/call failed unexpectedly: java.lang.IllegalStateException at ")
                .doesNotContain("secret", "hunter2");
    }

    private static Handler collecting(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
