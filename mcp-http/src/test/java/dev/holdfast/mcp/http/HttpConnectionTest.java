package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

final class HttpConnectionTest {
    private static final int REQUESTS = 3_000_000;

    /** The watching thread looks at any moment, also at the one at which a request begins or ends. */
    @Test
    void look_neitherFailsNorClosesAConnectionThatIsServed() throws Exception {
        HttpProtocol protocol = new HttpProtocol(HttpRouting.builder(), 1_000);
        try (ServerSocketChannel port = ServerSocketChannel.open()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel client = SocketChannel.open(port.getLocalAddress());
                    SocketChannel server = port.accept()) {
                HttpConnection connection = new HttpConnection(server, protocol, ConnectionLimits.standard());
                Thread serving = Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < REQUESTS; i++) {
                        connection.headEnds(false);
                        connection.answered();
                    }
                });
                while (serving.isAlive()) {
                    connection.look(System.nanoTime());
                }
                assertThat(client.isConnected()).isTrue();
                assertThat(server.isOpen()).isTrue();
            }
        } finally {
            protocol.close();
        }
    }
}
