package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests no client should send, byte by byte: each is answered or hung up on, and others are served meanwhile. */
final class HttpFuzzTest {
    private static final int ROUNDS = 1_500;
    private static final int ROUNDS_BETWEEN_GOOD_ONES = 20;

    private final FixtureServer fixture = new FixtureServer();
    private HttpTransport transport;
    private HttpPeer good;

    @BeforeEach
    void open() throws Exception {
        transport = HttpTransport.start(
                fixture.build(),
                HttpConfig.builder(Caller.anonymous("guest"))
                        .heartbeat(Duration.ofMillis(50))
                        .build());
        good = HttpPeer.join(transport, ProtocolVersion.V2026_07_28);
    }

    @AfterEach
    void close() {
        good.close();
        transport.close();
    }

    @Test
    void requests_thatAreHostileLeaveTheServerAlive() throws Exception {
        Fuzz fuzz = new Fuzz("HttpFuzzTest", ROUNDS);
        HostileRequests requests = new HostileRequests(fuzz, transport.port());
        for (int round = 0; round < fuzz.rounds(); round++) {
            byte[] request = requests.next();
            String sent = fuzz.at(round, new String(request, StandardCharsets.ISO_8859_1));
            if (fuzz.oneIn(5)) {
                vanish(request, fuzz.oneIn(2));
            } else {
                RawResponses.check(exchange(request, fuzz.below(3), sent), sent);
            }
            if (round % ROUNDS_BETWEEN_GOOD_ONES == 0) {
                assertThat(good.ask("server/discover", "{}").status()).as(sent).isEqualTo(200);
            }
        }
        await().atMost(Duration.ofSeconds(30)).until(transport::isIdle);
    }

    /** Sends in pieces, says that there is no more, and takes what comes until the server hangs up. */
    private byte[] exchange(byte[] request, int cuts, String sent) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = RawHttp.connect(transport.port())) {
            socket.setTcpNoDelay(true);
            int piece = request.length / (cuts + 1) + 1;
            for (int at = 0; at < request.length; at += piece) {
                socket.getOutputStream().write(request, at, Math.min(piece, request.length - at));
            }
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            in.transferTo(received);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server neither answered nor hung up: " + sent, e);
        } catch (IOException e) {
            // the server hung up on what was still being sent
        }
        return received.toByteArray();
    }

    private void vanish(byte[] request, boolean reset) throws IOException {
        try (Socket socket = RawHttp.connect(transport.port())) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            // the server was faster
        }
    }
}
