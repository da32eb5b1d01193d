package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies in chunks that are none: each is answered as a mistake of the client, and none is logged as one of ours. */
final class ChunkedBodyTest {
    private static final Logger HELIDON = Logger.getLogger("io.helidon");
    private static final String GOOD = json("{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':{"
            + "'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientCapabilities':{}}}}");

    private static final List<String> SIZES = List.of(
            "",
            " ",
            "zz",
            "-1",
            "+5",
            "0x5",
            "5 ",
            " 5",
            "5;a=b",
            "7fffffff",
            "80000000",
            "ffffffff",
            "100000000",
            "ffffffffffffffffffff",
            "1".repeat(200),
            "5\u0000",
            "\u00e95",
            "5\r",
            "5\n",
            "0",
            "00000005");
    private static final List<String> ENDS = List.of("", "\n", "\r", "\r\r\n", "x\r\n", "\r\nx", "\n\r");

    private final List<String> logged = new ArrayList<>();
    private final Handler collecting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            // A task of a test before this one may still end, and fail because its server is gone.
            boolean ours = !entry.getLoggerName().contains(".internal.task.");
            if (ours && entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                logged.add(entry.getLoggerName() + ": " + entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private HttpTransport transport;

    @BeforeEach
    void open() {
        transport = HttpTransport.start(
                new FixtureServer().build(),
                HttpConfig.builder(Caller.anonymous("guest")).build());
        HELIDON.setLevel(Level.WARNING);
        HELIDON.addHandler(collecting);
        FixtureServer.LOG.addHandler(collecting);
    }

    @AfterEach
    void close() {
        FixtureServer.LOG.removeHandler(collecting);
        HELIDON.removeHandler(collecting);
        HELIDON.setLevel(Level.OFF);
        transport.close();
    }

    @Test
    void size_thatIsNoNumberIsABadRequest() throws Exception {
        for (String size : SIZES) {
            String response = send(size + "\r\n" + GOOD + "\r\n0\r\n\r\n");
            assertThat(response).as(size).matches("(?s)HTTP/1\\.1 (400|413) .*").contains(json("'code':-32"));
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void end_thatIsNoneIsABadRequest() throws Exception {
        String size = Integer.toHexString(GOOD.length());
        for (String end : ENDS) {
            for (String framed :
                    List.of(size + end + GOOD + "\r\n0\r\n\r\n", size + "\r\n" + GOOD + end + "0\r\n\r\n")) {
                assertThat(send(framed)).as(framed).startsWith("HTTP/1.1 400 ");
            }
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void framing_thatIsDamagedIsNeverAFaultOfTheServer() throws Exception {
        Fuzz fuzz = new Fuzz("ChunkedBodyTest", 400);
        for (int round = 0; round < fuzz.rounds(); round++) {
            String framed = damaged(fuzz);
            String sent = fuzz.at(round, framed);
            assertThat(send(framed)).as(sent).doesNotContain("HTTP/1.1 5");
        }
        assertThat(logged).isEmpty();
        try (HttpPeer good = HttpPeer.join(transport, ProtocolVersion.V2026_07_28)) {
            assertThat(good.ask("tools/list", "{}").status()).isEqualTo(200);
        }
    }

    private static String damaged(Fuzz fuzz) {
        StringBuilder framed = new StringBuilder();
        for (int at = 0; at < GOOD.length(); ) {
            int length = Math.min(GOOD.length() - at, 1 + fuzz.below(80));
            framed.append(fuzz.oneIn(8) ? fuzz.pick(SIZES) : Integer.toHexString(length))
                    .append(fuzz.oneIn(20) ? fuzz.pick(ENDS) : "\r\n")
                    .append(GOOD, at, at + length)
                    .append(fuzz.oneIn(20) ? fuzz.pick(ENDS) : "\r\n");
            at += length;
        }
        framed.append(fuzz.oneIn(8) ? fuzz.pick(SIZES) : "0").append(fuzz.oneIn(8) ? fuzz.pick(ENDS) : "\r\n\r\n");
        if (fuzz.oneIn(4)) {
            framed.setCharAt(fuzz.below(framed.length()), (char) fuzz.below(256));
        }
        return framed.toString();
    }

    /** Says that there is no more, and takes what comes until the server hangs up. */
    private String send(String framed) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = RawHttp.connect(transport.port())) {
            socket.getOutputStream()
                    .write((RawHttp.head(
                                            "POST /mcp HTTP/1.1",
                                            "Host: localhost:" + transport.port(),
                                            "Content-Type: application/json",
                                            "Accept: application/json",
                                            "MCP-Protocol-Version: 2026-07-28",
                                            "Mcp-Method: tools/list",
                                            "Transfer-Encoding: chunked")
                                    + framed)
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().transferTo(received);
        }
        return received.toString(StandardCharsets.UTF_8);
    }
}
