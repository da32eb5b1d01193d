package dev.holdfast.mcp.http;

import dev.holdfast.mcp.fixture.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Requests of a hostile or broken client over one HTTP connection. */
final class HostileRequests {
    private static final List<String> REQUEST_LINES = List.of(
            "GET /mcp HTTP/1.1",
            "DELETE /mcp HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "CONNECT evil.example:80 HTTP/1.1",
            "BREW /mcp HTTP/1.1",
            "post /mcp http/1.1",
            "POST /mcp HTTP/9.9",
            "POST /mcp HTTP/1.0",
            "POST /mcp",
            "POST  /mcp  HTTP/1.1",
            "PRI * HTTP/2.0",
            "POST /../../etc/passwd HTTP/1.1",
            "POST /%zz%00 HTTP/1.1",
            "POST /mcp?" + "x".repeat(9000) + " HTTP/1.1",
            "POST http://evil.example/mcp HTTP/1.1",
            "POST /mcp#fragment HTTP/1.1",
            "G\u0000T \u0001 HTTP/1.1",
            "\u0016\u0003\u0001\u0002\u0000\u0001",
            "");

    private static final List<String> HEADERS = List.of(
            "NoColon",
            ": no name",
            "Bad Name: x",
            "X: " + "y".repeat(70_000),
            "X-\u0001: y",
            "X: \u0000",
            "X\u00ff: \u00ff",
            " folded: x",
            "X: a\rInjected: b",
            "Content-Length: -1",
            "Content-Length: 1e3",
            "Content-Length: 99999999999999999999",
            "Content-Length: 999999999",
            "Content-Length: 5",
            "Content-Length: 5, 6",
            "Content-Length: +7",
            "Content-Length:",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: xchunked",
            "Expect: 100-continue",
            "Expect: the unexpected",
            "Connection: close",
            "Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
            "Content-Encoding: gzip",
            "Content-Type: text/plain",
            "Content-Type: \u00e9",
            "Host: evil.example",
            "Host:",
            "Origin: null",
            "Accept: \u00ff/\u00ff",
            "Mcp-Session-Id: \u00e9\u0001",
            "Mcp-Session-Id: made-up",
            "MCP-Protocol-Version: 2025-11-25",
            "MCP-Protocol-Version: v999",
            "Mcp-Method: tools/call",
            "Mcp-Name: =?base64?!!!?=",
            "Mcp-Name: =?base64?/w==?=",
            "Mcp-Param-: x",
            "Authorization: Bearer",
            "Authorization: Bearer \u00ff");

    private static final List<String> CHUNK_SIZES =
            List.of("zz", "-1", "7fffffff", "ffffffffffffffff", "", "5;" + "x".repeat(9000), "0x5", "5 ");

    private final Fuzz fuzz;
    private final int port;

    HostileRequests(Fuzz fuzz, int port) {
        this.fuzz = fuzz;
        this.port = port;
    }

    /** All that is sent over the next connection. */
    byte[] next() {
        if (fuzz.oneIn(30)) {
            return fuzz.bytes(fuzz.below(2000));
        }
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        int pipelined = fuzz.oneIn(4) ? 1 + fuzz.below(4) : 1;
        for (int i = 0; i < pipelined; i++) {
            sent.writeBytes(request());
        }
        byte[] whole = sent.toByteArray();
        return fuzz.oneIn(4) ? cut(whole) : whole;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] cut(byte[] whole) {
        return Arrays.copyOf(whole, fuzz.below(whole.length + 1));
    }

    private byte[] request() {
        String method = fuzz.pick(List.of("tools/list", "server/discover", "resources/list", "no/such"));
        byte[] body = latin("""
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{"_meta":{\
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(method));
        if (fuzz.oneIn(5)) {
            body[fuzz.below(body.length)] = fuzz.bytes(1)[0];
        }
        boolean chunked = fuzz.oneIn(3);
        List<String> lines = new ArrayList<>(List.of(
                "POST /mcp HTTP/1.1",
                "Host: localhost:" + port,
                "Content-Type: application/json",
                "Accept: application/json, text/event-stream",
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: " + method,
                chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length));
        for (int change = fuzz.below(3); change > 0; change--) {
            change(lines);
        }
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(latin(RawHttp.head(lines.toArray(String[]::new))));
        sent.writeBytes(chunked ? chunks(body) : body);
        return sent.toByteArray();
    }

    private void change(List<String> lines) {
        int header = 1 + fuzz.below(lines.size() - 1);
        switch (fuzz.below(7)) {
            case 0 -> lines.set(0, fuzz.pick(REQUEST_LINES));
            case 1 -> lines.remove(header);
            case 2 -> lines.add(lines.get(header));
            case 3 -> lines.set(header, damaged(lines.get(header)));
            case 4 -> {
                if (fuzz.oneIn(4)) {
                    IntStream.range(0, 3000).forEach(i -> lines.add("X-" + i + ": y"));
                }
            }
            default -> lines.add(header, fuzz.pick(HEADERS));
        }
        if (lines.size() < 2) {
            lines.add("X: y");
        }
    }

    private String damaged(String line) {
        byte[] bytes = latin(line);
        if (bytes.length > 0) {
            bytes[fuzz.below(bytes.length)] = fuzz.bytes(1)[0];
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] chunks(byte[] body) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, 1 + fuzz.below(100));
            String size = fuzz.oneIn(15) ? fuzz.pick(CHUNK_SIZES) : Integer.toHexString(length);
            sent.writeBytes(latin(size + (fuzz.oneIn(20) ? "\n" : "\r\n")));
            sent.write(body, at, length);
            sent.writeBytes(latin(fuzz.oneIn(20) ? "" : "\r\n"));
            at += length;
        }
        sent.writeBytes(latin(fuzz.oneIn(8) ? "" : fuzz.oneIn(8) ? "0\r\nTrailer: x\r\n\r\n" : "0\r\n\r\n"));
        return sent.toByteArray();
    }
}
