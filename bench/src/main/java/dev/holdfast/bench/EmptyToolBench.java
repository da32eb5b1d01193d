package dev.holdfast.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * A tool that does nothing, so that only the protocol is measured: over HTTP in both eras and over stdio, in turns with
 * the echo server and with the same tool on the official Java SDK.
 */
final class EmptyToolBench {
    private static final int CONNECTIONS = 32;
    private static final String MODERN = Calls.body(EmptyServer.TOOL, "{}");
    private static final String MODERN_HEADERS = Workload.modernHeaders(EmptyServer.TOOL);
    private static final String LEGACY = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s",\
            "arguments":{}}}""".formatted(EmptyServer.TOOL);
    private static final String LEGACY_HEADERS = "MCP-Protocol-Version: 2025-11-25\r\n";

    private final Setting setting;

    EmptyToolBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException, InterruptedException {
        try (var http = setting.fixture(EmptyServer.class, "http");
                var stdio = setting.fixture(EmptyServer.class, "stdio");
                var sdk = setting.fixture(SdkServer.class);
                var bareSdk = setting.fixture(SdkServer.class, "bare");
                var echo = setting.echo()) {
            int port = Integer.parseInt(http.receive());
            String legacy = sessionHeaders(port);
            int echoPort = startEcho(echo, answer(port, MODERN_HEADERS, MODERN), answer(port, legacy, LEGACY));
            var modernEcho = over("echo of 2026-07-28", echo, echoPort, "/modern", MODERN_HEADERS, MODERN);
            var legacyEcho = over("echo of 2025-11-25", echo, echoPort, "/legacy", legacy, LEGACY);
            var modern = over("HTTP, 2026-07-28", http, port, "/mcp", MODERN_HEADERS, MODERN);
            var session = over("HTTP, 2025-11-25, in a session", http, port, "/mcp", legacy, LEGACY);
            var piped = new Contender(
                    "stdio, 2026-07-28",
                    stdio,
                    () -> new StdioLoad(stdio, CONNECTIONS, Calls.bodyWithId(EmptyServer.TOOL, "{}"))
                            .run(setting.warmUp(), setting.measured()));
            var official = onSdk("official Java SDK, HTTP, 2025-11-25", sdk);
            var bare = onSdk("the same without validation, on the thread of the request", bareSdk);
            takeTurns(List.of(modernEcho, modern, legacyEcho, session, piped, official, bare));
            report.empty(modernEcho, modernEcho, official);
            report.empty(modern, modernEcho, official);
            report.empty(session, legacyEcho, official);
            report.empty(piped, modernEcho, official);
            report.empty(official, legacyEcho, official);
            report.empty(bare, legacyEcho, official);
        }
    }

    private Contender onSdk(String name, Child server) throws IOException {
        return over(name, server, Integer.parseInt(server.receive()), "/mcp", LEGACY_HEADERS, LEGACY);
    }

    private void takeTurns(List<Contender> contenders) throws IOException {
        for (int round = 0; round < setting.rounds(); round++) {
            for (var contender : contenders) {
                contender.load();
            }
        }
    }

    private Contender over(String name, Child server, int port, String path, String headers, String body) {
        var workload = new Workload(List.of(Workload.post(port, path, headers, body)));
        return new Contender(
                name,
                server,
                () -> LoadGenerator.run(port, CONNECTIONS, workload, setting.warmUp(), setting.measured()));
    }

    private static int startEcho(Child echo, String modern, String legacy) throws IOException {
        for (String line : List.of("2", "/modern", modern, "/legacy")) {
            echo.send(line);
        }
        return Integer.parseInt(echo.ask(legacy));
    }

    private static String sessionHeaders(int port) throws IOException, InterruptedException {
        String session = post(port, "", StartBench.INITIALIZE)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
        return LEGACY_HEADERS + "Mcp-Session-Id: " + session + "\r\n";
    }

    private static String answer(int port, String headers, String body) throws IOException, InterruptedException {
        return post(port, headers, body).body();
    }

    private static HttpResponse<String> post(int port, String headers, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.lines().forEach(line -> {
            int colon = line.indexOf(':');
            request.header(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
