package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.console.ConsoleFile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console beside what {@code holdfast serve} serves. */
final class ServeConsoleTest {
    private static final Pattern LINK = Pattern.compile("/#link=([A-Za-z0-9_-]{43}),");
    private static final String SECRET = "a".repeat(43);
    private static final String WRITE = "{\"handle\":\"@default\",\"set\":{\"a\":1}}";

    private final Path home;
    private final Shell shell;

    ServeConsoleTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home).with("HOLDFAST_STORE", "memory:");
    }

    private static String credential(Served served) {
        Matcher link = LINK.matcher(served.err());
        assertThat(link.find()).as(served.err()).isTrue();
        return link.group(1) + "." + SECRET;
    }

    @Test
    void everyFile_isServedWithItsHeaders() throws Exception {
        try (Served served = Served.start(shell)) {
            for (ConsoleFile file : ConsoleFile.all()) {
                HttpResponse<String> response = served.get(file.path());

                assertThat(response.statusCode()).as(file.path()).isEqualTo(200);
                assertThat(response.body()).isEqualTo(file.text());
                assertThat(response.headers().firstValue("content-type"))
                        .contains(file.contentType() + "; charset=utf-8");
                ConsoleFile.HEADERS.forEach((name, value) ->
                        assertThat(response.headers().allValues(name)).as(name).containsExactly(value));
                assertThat(response.headers().firstValue("access-control-allow-origin"))
                        .isEmpty();
                assertThat(response.headers().firstValue("set-cookie")).isEmpty();
            }
            assertThat(served.get("/console/").statusCode()).isEqualTo(404);
            assertThat(served.get("/console/../app.js").statusCode()).isIn(400, 404);
        }
    }

    /** As a name of elsewhere that was made to lead here would. */
    @Test
    void page_isNotServedUnderAnotherName() throws Exception {
        try (Served served = Served.start(shell)) {
            URI address = URI.create(served.address());
            for (String path : List.of("/", "/console/app.js", "/console/mcp")) {
                try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                    String request = "GET " + path + " HTTP/1.1\r\nHost: rebound.example:" + address.getPort()
                            + "\r\nConnection: close\r\n\r\n";
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    BufferedReader answer =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

                    assertThat(answer.readLine()).as(path).startsWith("HTTP/1.1 403");
                }
            }
        }
    }

    @Test
    void endpoint_asksForTheLinkAlthoughTheServerIsOpen() throws Exception {
        try (Served served = Served.start(shell);
                ConsolePage page = new ConsolePage(served.address())) {
            String credential = credential(served);
            assertThat(page.post("tools/list", "", "").statusCode()).isEqualTo(401);
            assertThat(page.post("tools/list", "", "x").statusCode()).isEqualTo(401);
            assertThat(page.tools(credential)).contains("state_facts");
            assertThat(page.post("tools/list", "", credential.replace('a', 'b')).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void anotherOrigin_isRefusedWithTheCredentialToo() throws Exception {
        try (Served served = Served.start(shell);
                ConsolePage page = new ConsolePage(served.address())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(served.address() + "/console/mcp"))
                    .header("Origin", "https://evil.example")
                    .header("Authorization", "Bearer " + credential(served))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            HttpResponse<String> response = page.client().send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void console_readsOnlyUnlessAskedForMore() throws Exception {
        try (Served served = Served.start(shell, "--profile", "all");
                ConsolePage page = new ConsolePage(served.address())) {
            String refused = page.call("state_write", WRITE, credential(served)).body();
            assertThat(refused).contains("\"error\"").doesNotContain("\"revision\"");
        }
        try (Served served = Served.start(shell, "--edit");
                ConsolePage page = new ConsolePage(served.address())) {
            page.call("state", "{\"key\":\"b\",\"value\":2}", credential(served));
            assertThat(page.call("state_write", WRITE, credential(served)).body())
                    .contains("\"changed\"");
        }
    }

    @Test
    void whereACredentialIsAskedFor_noLinkIsMadeAndTheCredentialCounts() throws Exception {
        try (Served served = Served.start(shell, "--token");
                ConsolePage page = new ConsolePage(served.address())) {
            String token =
                    Files.readString(home.resolve("config/holdfast/token")).strip();

            assertThat(served.err()).doesNotContain("#link=").contains("for callers with a credential");
            assertThat(page.get("/").statusCode()).isEqualTo(200);
            assertThat(page.post("tools/list", "", "").statusCode()).isEqualTo(401);
            assertThat(page.tools(token)).contains("state_facts").doesNotContain("\"state_write\"");
        }
    }
}
