package dev.holdfast.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests to hosts whose names resolve as an attacker wants, over TLS to a real server. */
@Timeout(60)
final class PinnedSenderTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final List<String> hosts = new CopyOnWriteArrayList<>();

    private static PinnedSender sender(boolean loopback, HostResolver resolver, SSLSocketFactory tls) {
        return new PinnedSender(new AddressRule(loopback), resolver, tls, PATIENCE, InstantSource.system());
    }

    private static HttpAnswer post(PinnedSender sender, String url) throws InterruptedException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return sender.post(URI.create(url), Map.of("Content-Type", "application/json"), body, 0);
    }

    /** A store with a certificate for one name, as the tool of the JDK makes it. */
    private SSLContext certificate(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-validity",
                        "10")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private HttpsServer serve(SSLContext context) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void connection_goesToTheCheckedAddressUnderTheNameOfTheHost() throws Exception {
        SSLContext context = certificate("hooks.example");
        HttpsServer server = serve(context);
        HostResolver here = (host, longest) -> List.of(InetAddress.getLoopbackAddress());
        try (PinnedSender sender = sender(true, here, context.getSocketFactory())) {
            int port = server.getAddress().getPort();
            assertThat(post(sender, "https://hooks.example:" + port + "/a"))
                    .isInstanceOfSatisfying(
                            HttpAnswer.Status.class,
                            status -> assertThat(status.isSuccess()).isTrue());
            assertThat(hosts).containsExactly("hooks.example:" + port);
            assertThat(post(sender, "https://other.example:" + port + "/a"))
                    .isEqualTo(new HttpAnswer.Failed(Trouble.TLS_ERROR));
            assertThat(hosts).hasSize(1);
        } finally {
            server.stop(0);
        }
        try (PinnedSender strict = sender(true, here, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            HttpsServer again = serve(context);
            assertThat(post(
                            strict,
                            "https://hooks.example:" + again.getAddress().getPort() + "/"))
                    .isEqualTo(new HttpAnswer.Failed(Trouble.TLS_ERROR));
            again.stop(0);
        }
    }

    @Test
    void name_thatResolvesToThisMachineLaterIsNotConnectedTo() throws Exception {
        SSLContext context = certificate("rebound.example");
        HttpsServer server = serve(context);
        List<InetAddress> resolutions = new ArrayList<>();
        Iterator<InetAddress> addresses = List.of(
                        InetAddress.getByName("192.0.2.1"),
                        InetAddress.getLoopbackAddress(),
                        InetAddress.getByName("169.254.169.254"))
                .iterator();
        HostResolver changing = (host, longest) -> {
            InetAddress next = addresses.next();
            resolutions.add(next);
            return List.of(next);
        };
        try (PinnedSender sender = sender(false, changing, context.getSocketFactory())) {
            String url = "https://rebound.example:" + server.getAddress().getPort() + "/";
            for (int i = 0; i < 3; i++) {
                assertThat(post(sender, url)).isEqualTo(new HttpAnswer.Failed(Trouble.CONNECTION_REFUSED));
            }
            assertThat(resolutions).as("one look a request").hasSize(3);
            assertThat(hosts).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void host_withOneAddressThatIsNotPublicIsRefusedAsAWhole() throws Exception {
        HostResolver mixed =
                (host, longest) -> List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("1.1.1.1"));
        try (PinnedSender sender = sender(false, mixed, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            assertThat(post(sender, "https://mixed.example/"))
                    .isEqualTo(new HttpAnswer.Failed(Trouble.CONNECTION_REFUSED));
        }
    }

    @Test
    void requestWithoutTls_goesToThisMachineAlone() throws Exception {
        HostResolver outside = (host, longest) -> List.of(InetAddress.getByName("1.1.1.1"));
        try (PinnedSender sender = sender(true, outside, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            assertThat(post(sender, "http://localhost/")).isEqualTo(new HttpAnswer.Failed(Trouble.CONNECTION_REFUSED));
        }
    }

    @Test
    void name_thatIsNotResolvedIsRefused() throws Exception {
        HostResolver failing = (host, longest) -> {
            throw new UnknownHostException(host);
        };
        try (PinnedSender sender = sender(false, failing, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            assertThat(post(sender, "https://none.example/"))
                    .isEqualTo(new HttpAnswer.Failed(Trouble.CONNECTION_REFUSED));
        }
    }
}
