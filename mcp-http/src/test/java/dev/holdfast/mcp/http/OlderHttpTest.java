package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OlderHttpTest {
    private static final int SEEDS = 500;

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.0, GET / HTTP/1.1, true",
        "GET / HTTP/1.1, GET / HTTP/1.1, false",
        "GET / HTTP/1.2, GET / HTTP/1.2, false",
        "GET /?HTTP/1.0 HTTP/1.1, GET /?HTTP/1.0 HTTP/1.1, false",
        "GET /, GET /, false"
    })
    void request_ofTheOlderVersionIsPassedOnAsOneOfTheOther(String line, String passed, boolean older) {
        String rest = "\r\nX: a HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n";
        for (long seed = 0; seed < 20; seed++) {
            OlderHttp http = new OlderHttp();
            String text = inPieces(line + rest, new Random(seed), bytes -> {
                http.request(bytes);
                return bytes;
            });
            assertThat(text).isEqualTo(passed + rest);
            assertThat(http.isSpoken()).isEqualTo(older);
        }
    }

    @Test
    void response_isItsBodyWithoutChunksHoweverItComes() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder chunks = new StringBuilder();
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                String chunk = "\r\n\n:data 0".repeat(1 + random.nextInt(20)).substring(random.nextInt(8));
                chunks.append(Integer.toHexString(chunk.length()))
                        .append("\r\n")
                        .append(chunk)
                        .append("\r\n");
                body.append(chunk);
            }
            String sent =
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\nC: d\r\n\r\n"
                            + chunks + "0\r\n\r\n";
            OlderHttp http = new OlderHttp();
            assertThat(inPieces(sent, random, http::response))
                    .as("seed " + seed)
                    .isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n" + body);
        }
    }

    @Test
    void response_withALengthStaysAsItIs() {
        String sent = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n2\r\nab\r\n0\r\n";
        assertThat(inPieces(sent, new Random(1), new OlderHttp()::response)).isEqualTo(sent);
    }

    @Test
    void head_isAnsweredWithTheHeadAlone() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
        for (long seed = 0; seed < 20; seed++) {
            assertThat(inPieces(head + "\r\n\r\nabcde", new Random(seed), new HeadAlone()::of))
                    .isEqualTo(head);
        }
    }

    @FunctionalInterface
    private interface Step {
        byte[] take(byte[] bytes);
    }

    private static String inPieces(String text, Random random, Step step) {
        byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < all.length) {
            int count = Math.min(all.length - at, 1 + random.nextInt(15));
            byte[] piece = new byte[count];
            System.arraycopy(all, at, piece, 0, count);
            out.writeBytes(step.take(piece));
            at += count;
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
