package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowOptionsTest {
    private final Shell shell;

    AllowOptionsTest(@TempDir Path home) {
        this.shell = new Shell(home).with("HOLDFAST_STORE", "memory:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--allow-host=https://mcp.example.com",
                "--allow-host=mcp.example.com/mcp",
                "--allow-host=",
                "--allow-host=a b",
                "--allow-host=*",
                "--allow-origin=app.example.com",
                "--allow-origin=https://app.example.com/",
                "--allow-origin=null",
                "--allow-origin=*"
            })
    void name_thatIsNoneOrLetsAnyPageInIsRefused(String option) {
        Shell.Result refused = shell.run("serve", "--port", "0", option);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(option.substring(0, option.indexOf('=')));
    }

    @Test
    void page_ofAnAllowedOriginMayAskAndOthersMayNot() throws Exception {
        try (Served served = Served.start(
                shell.with("HOLDFAST_ALLOW_ORIGIN", "https://a.example,https://b.example:8443"),
                "--allow-host",
                "mcp.example.com",
                "--allow-host=[fd00::1]:80")) {
            for (String origin : new String[] {"https://a.example", "https://b.example:8443"}) {
                HttpResponse<String> response = preflight(served, origin);
                assertThat(response.statusCode()).as(origin).isEqualTo(204);
                assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                        .contains(origin);
            }
            assertThat(preflight(served, "https://b.example").statusCode()).isEqualTo(403);
        }
    }

    private static HttpResponse<String> preflight(Served served, String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(served.address() + "/mcp"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
