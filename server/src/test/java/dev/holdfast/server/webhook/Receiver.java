package dev.holdfast.server.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A receiver on this machine, that checks what it is sent with its own eyes and answers as a test wants. */
final class Receiver implements AutoCloseable {
    /** 32 bytes. */
    static final String SECRET = secret((byte) 7);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger challenges = new AtomicInteger();
    private volatile List<String> secrets = List.of(SECRET);
    private volatile Function<Message, Integer> answer = message -> 200;
    private volatile @Nullable String headerOfFailures;
    private volatile boolean consents = true;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What arrived, and how it was answered. */
    record Message(String id, String subscription, JsonObject body, int status) {
        String event() {
            return Objects.requireNonNullElse(body.string("eventId"), "");
        }

        String type() {
            return Objects.requireNonNullElse(body.string("type"), "");
        }

        Message answered(int with) {
            return new Message(id, subscription, body, with);
        }
    }

    static String secret(byte filled) {
        byte[] key = new byte[32];
        Arrays.fill(key, filled);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?k=1";
    }

    /** Answers with what this says; 0 for never. */
    void answer(Function<Message, Integer> how) {
        answer = how;
    }

    void addToFailures(String header) {
        headerOfFailures = header;
    }

    void refuseConsent() {
        consents = false;
    }

    void expectSecrets(String... all) {
        secrets = List.of(all);
    }

    int challenges() {
        return challenges.get();
    }

    /** All messages but challenges, in the order they came. */
    List<Message> seen() {
        return List.copyOf(seen);
    }

    /** The ids of events that were taken, in order. */
    List<String> taken() {
        return seen.stream()
                .filter(message ->
                        message.status() / 100 == 2 && !message.event().isEmpty())
                .map(Message::event)
                .toList();
    }

    /** What broke the rules. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            check(exchange, bytes);
            JsonObject body = (JsonObject) Json.parse(bytes);
            Message message =
                    new Message(header(exchange, "webhook-id"), header(exchange, "X-MCP-Subscription-Id"), body, 0);
            if (message.type().equals("verification")) {
                challenges.incrementAndGet();
                String echo = consents ? String.valueOf(body.string("challenge")) : "other";
                respond(exchange, 200, JsonObject.of("challenge", Json.of(echo)).toBytes());
                return;
            }
            int status = answer.apply(message);
            seen.add(message.answered(status));
            if (status > 0) {
                respond(exchange, status, new byte[0]);
            } else {
                Thread.sleep(20_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        String header = headerOfFailures;
        if (header != null && status / 100 != 2) {
            String[] parts = header.split(": ", 2);
            exchange.getResponseHeaders().add(parts[0], parts[1]);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private void check(HttpExchange exchange, byte[] body) {
        expect("POST", exchange.getRequestMethod());
        expect("application/json", header(exchange, "Content-Type"));
        expect("/hooks?k=1", exchange.getRequestURI().toString());
        String time = header(exchange, "webhook-timestamp");
        if (Math.abs(Long.parseLong(time) - System.currentTimeMillis() / 1000) > 300) {
            wrong.add("a time of " + time);
        }
        String signed = header(exchange, "webhook-id") + "." + time + ".";
        List<String> signatures = List.of(header(exchange, "webhook-signature").split(" "));
        for (String secret : secrets) {
            if (!signatures.contains(sign(secret, signed, body))) {
                wrong.add("not signed with an expected secret: " + signatures);
            }
        }
        if (!header(exchange, "X-MCP-Subscription-Id").matches("sub_[0-9a-f]{32}")) {
            wrong.add("no id of a subscription");
        }
    }

    private void expect(String expected, String actual) {
        if (!expected.equals(actual)) {
            wrong.add(actual + " in place of " + expected);
        }
    }

    private static String sign(String secret, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
