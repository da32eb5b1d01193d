package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.mcp.ProtocolVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server of 256 file descriptors among more connections than that. */
final class DescriptorsTest {
    private static final int CONNECTIONS = 400;
    private static final Path SHELL = Path.of("/bin/bash");

    @Test
    void connections_beyondTheDescriptorsLeaveTheServerAnswering() throws Exception {
        assumeThat(Files.isExecutable(SHELL))
                .as("a shell that can lower limits")
                .isTrue();
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process = new ProcessBuilder(
                        SHELL.toString(),
                        "-c",
                        "ulimit -n 256 && exec \"$0\" -Xmx96m -cp \"$1\" \"$2\"",
                        java,
                        System.getProperty("java.class.path"),
                        PressedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Socket> open = new ArrayList<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(said.readLine());
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(half(port, i % 2 == 0));
            }
            try (HttpPeer good = HttpPeer.join(port, ProtocolVersion.V2026_07_28)) {
                assertThat(good.call("echo", "{}").status()).isEqualTo(200);
            }
            process.getOutputStream().close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said.readLine()).isEqualTo("closed");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            process.destroyForcibly().waitFor();
        }
    }

    private static Socket half(int port, boolean speaks) throws IOException {
        Socket socket = RawHttp.connect(port);
        try {
            if (speaks) {
                RawHttp.send(socket, "POST /mcp HTTP/1.1\r\nHost: ");
            }
        } catch (IOException e) {
            // it was closed for another
        }
        return socket;
    }
}
