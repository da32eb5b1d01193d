package dev.holdfast.server.webhook;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.webhook.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether receivers want events: each is sent a random text, and has to answer with it. What was shown once counts for
 * its principal and address for a day in this process.
 */
final class Consent {
    private static final int BODY = 4_096;
    private static final int NONCE_BYTES = 24;
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WebhookSender sender;
    private final InstantSource clock;
    private final int mostOfHost;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> shown = bounded();
    private final Map<String, Window> asked = bounded();

    Consent(WebhookSender sender, InstantSource clock, int mostOfHost) {
        this.sender = sender;
        this.clock = clock;
        this.mostOfHost = mostOfHost;
    }

    /** Requests to a host since a moment. */
    private record Window(Instant since, int count) {}

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_REMEMBERED;
            }
        };
    }

    /** A random text for an id or a challenge. */
    String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** @throws EventRefusal unless the receiver shows, or has shown, that it wants events */
    void require(WebhookSender.Target to, WebhookSecret secret) throws InterruptedException {
        String receiver = to.principal() + "\n" + to.url();
        if (isShown(receiver)) {
            return;
        }
        count(to.url().getHost());
        String challenge = nonce();
        WebhookMessage message = WebhookMessage.verification(nonce(), challenge);
        switch (sender.send(to, List.of(secret), message, BODY)) {
            case HttpAnswer.Failed failed ->
                throw EventRefusal.callback(failed.why().wire());
            case HttpAnswer.Status status
            when !status.isSuccess() ->
                throw EventRefusal.callback(Trouble.of(status.code()).wire());
            case HttpAnswer.Status status
            when !echoes(status.body(), challenge) -> throw EventRefusal.callback(Trouble.CHALLENGE_FAILED.wire());
            case HttpAnswer.Status ignored -> remember(receiver);
        }
    }

    private synchronized boolean isShown(String receiver) {
        Instant when = shown.get(receiver);
        return when != null && clock.instant().isBefore(when.plus(REMEMBERED));
    }

    private synchronized void remember(String receiver) {
        shown.remove(receiver);
        shown.put(receiver, clock.instant());
    }

    private synchronized void count(String host) {
        Instant now = clock.instant();
        Window window = asked.get(host);
        Window next = window == null || now.isAfter(window.since().plus(MINUTE))
                ? new Window(now, 1)
                : new Window(window.since(), window.count() + 1);
        if (next.count() > mostOfHost) {
            throw EventRefusal.exhausted("challenges", mostOfHost);
        }
        asked.put(host, next);
    }

    private static boolean echoes(String body, String challenge) {
        try {
            String answered = Json.parse(body) instanceof JsonObject json ? json.string("challenge") : null;
            return answered != null
                    && MessageDigest.isEqual(
                            answered.getBytes(StandardCharsets.UTF_8), challenge.getBytes(StandardCharsets.UTF_8));
        } catch (JsonParseException e) {
            return false;
        }
    }
}
