package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.ProtocolVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server of 96 MiB among clients that cost it memory: it lives, others are served, and it ends when it is asked to.
 */
final class PressureTest {
    private static final int STREAMS = 2_000;
    private static final int SLOW = 300;
    private static final int MEBIBYTE = 1 << 20;
    private static final int SILENT = 20;
    private static final int UNTAKEN = 150;
    private static final int LISTENS = 120;

    /** So many that no socket holds what is said of them. */
    private static final int CHANGES = 3_000;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Process process;
    private BufferedReader said;
    private HttpPeer good;
    private int port;

    @BeforeEach
    void start() throws Exception {
        process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx96m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PressedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(said.readLine());
        good = HttpPeer.join(port, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void stop() throws Exception {
        good.close();
        for (AutoCloseable each : open) {
            each.close();
        }
        process.destroyForcibly().waitFor();
    }

    @Test
    void streams_byTheThousandCostLittle() throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            listen(json("{'toolsListChanged':true}"));
        }
        assertThat(order("change")).isEqualTo("told");
        assertServesAndEnds();
    }

    @Test
    void streams_thatNobodyReadsCostLittle() throws Exception {
        String wish = json("{'resourceSubscriptions':['") + PressedServer.URI + json("']}");
        for (int i = 0; i < SILENT; i++) {
            listen(wish);
        }
        EventStream reading = listen(wish);
        for (int i = 0; i < CHANGES; i++) {
            order("change");
            assertThat(reading.next().string("method")).isEqualTo("notifications/resources/updated");
        }
        assertServesAndEnds();
    }

    @Test
    void requests_thatNeverEndCostLittle() throws Exception {
        for (int i = 0; i < SLOW; i++) {
            Socket slow = keep(RawHttp.connect(port));
            RawHttp.send(
                    slow, i % 2 == 0 ? "POST /mcp HTT" : "POST /mcp HTTP/1.1\r\nHost: localhost:" + port + "\r\nX: ");
            sendAndForget(head(4 * MEBIBYTE) + "[" + " ".repeat(MEBIBYTE));
        }
        assertServesAndEnds();
    }

    @Test
    void requests_thatAreOversizeCostLittle() throws Exception {
        for (int i = 0; i < SLOW; i++) {
            sendAndForget("POST /mcp HTTP/1.1\r\nX: " + "y".repeat(MEBIBYTE));
            sendAndForget(head(1024 * MEBIBYTE) + "x".repeat(MEBIBYTE));
        }
        assertServesAndEnds();
    }

    @Test
    void answers_thatNobodyTakesCostLittle() throws Exception {
        String body = good.shape(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'long'}}"));
        for (int i = 0; i < UNTAKEN; i++) {
            RawHttp.send(keep(RawHttp.connect(port)), head(body.length(), "tools/call", "long") + body);
        }
        assertServesAndEnds();
    }

    @Test
    void addresses_byTheHundredThousandAreRefused() throws Exception {
        int refused = 0;
        for (int i = 0; i < LISTENS; i++) {
            String wish = IntStream.range(i * 1_000, i * 1_000 + 1_000)
                    .mapToObj(n -> json("'test://") + "a".repeat(500) + n + json("'"))
                    .collect(Collectors.joining(",", json("{'resourceSubscriptions':["), "]}"));
            EventStream stream = keep(EventStream.post(good, good.shape(listenTo(wish))));
            refused += stream.head().contains("200 OK") ? 0 : 1;
        }
        assertThat(refused).isPositive();
        assertServesAndEnds();
    }

    // --- What holds in the end

    private void assertServesAndEnds() throws Exception {
        assertThat(good.call("echo", "{}").status()).isEqualTo(200);
        try (HttpPeer legacy = HttpPeer.join(port, ProtocolVersion.V2025_11_25)) {
            assertThat(legacy.call("echo", "{}").status()).isEqualTo(200);
        }
        long bytes = Long.parseLong(order("heap"));
        System.out.println("PressureTest: " + bytes / 1024 + " KiB in use");
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.readLine()).isEqualTo("closed");
        assertThat(process.exitValue()).isZero();
    }

    private EventStream listen(String wish) throws IOException {
        EventStream stream = keep(EventStream.post(good, good.shape(listenTo(wish))));
        assertThat(stream.next().string("method")).endsWith("acknowledged");
        return stream;
    }

    private static String listenTo(String wish) {
        return """
            {"jsonrpc":"2.0","id":1,"method":"subscriptions/listen",\
            "params":{"notifications":%s}}\
            """.formatted(wish);
    }

    private String order(String order) throws IOException {
        OutputStream orders = process.getOutputStream();
        orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
        return said.readLine();
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.add(opened);
        return opened;
    }

    private void sendAndForget(String text) throws IOException {
        Socket socket = keep(RawHttp.connect(port));
        try {
            RawHttp.send(socket, text);
        } catch (IOException e) {
            // it was hung up on
        }
    }

    private String head(int length, String method, String name) {
        return RawHttp.head(
                "POST /mcp HTTP/1.1",
                "Host: localhost:" + port,
                "Content-Type: application/json",
                "Accept: application/json",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: " + method,
                "Mcp-Name: " + name,
                "Content-Length: " + length);
    }

    private String head(int length) {
        return RawHttp.head(
                "POST /mcp HTTP/1.1",
                "Host: localhost:" + port,
                "Content-Type: application/json",
                "Content-Length: " + length);
    }
}
