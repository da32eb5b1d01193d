package dev.holdfast.server.webhook;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventRequest;
import dev.holdfast.mcp.webhook.WebhookRequest;
import dev.holdfast.mcp.webhook.WebhookSecret;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it is stored.
 *
 * @param revision of its state
 * @param document what is stored
 */
record KeptSubscription(long revision, JsonObject document) {
    static final String SUBJECT = "subject";
    static final String PROVED = "proved";
    static final String URL = "url";
    static final String NAME = "name";
    static final String ARGUMENTS = "arguments";
    static final String SECRET = "secret";
    static final String FORMER = "former";
    static final String FORMER_UNTIL = "former_until";
    static final String UNTIL = "until";
    static final String CURSOR = "cursor";
    static final String SUSPENDED = "suspended";
    static final String PAUSED = "paused";
    static final String DELIVERED_AT = "delivered_at";
    static final String TROUBLE = "trouble";
    static final String FAILED_SINCE = "failed_since";

    /** A new one. */
    static JsonObject begun(WebhookRequest request, String cursor, Instant until) {
        EventRequest events = request.events();
        return JsonObject.builder()
                .put(SUBJECT, events.caller().subject())
                .put(PROVED, events.caller().authenticated())
                .put(URL, request.url())
                .put(NAME, events.name())
                .put(ARGUMENTS, events.arguments())
                .put(SECRET, request.secret().text())
                .put(UNTIL, until.toEpochMilli())
                .put(CURSOR, cursor)
                .build();
    }

    Caller caller() {
        String subject = text(SUBJECT);
        return Boolean.TRUE.equals(document.bool(PROVED)) ? Caller.authenticated(subject) : Caller.anonymous(subject);
    }

    URI url() {
        return URI.create(text(URL));
    }

    String name() {
        return text(NAME);
    }

    String cursor() {
        return text(CURSOR);
    }

    /** What to read from a place on. */
    EventRequest events(String from) {
        return new EventRequest(name(), Objects.requireNonNull(document.object(ARGUMENTS)), from, null, caller());
    }

    /** What to sign with, the present secret first. */
    List<WebhookSecret> secrets(Instant now) {
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(WebhookSecret.parse(text(SECRET)).orElseThrow());
        String former = document.string(FORMER);
        Instant end = time(FORMER_UNTIL);
        if (former != null && end != null && now.isBefore(end)) {
            secrets.add(WebhookSecret.parse(former).orElseThrow());
        }
        return secrets;
    }

    Instant until() {
        return Objects.requireNonNull(time(UNTIL));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until());
    }

    boolean isSuspended() {
        return Boolean.TRUE.equals(document.bool(SUSPENDED));
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(document.bool(PAUSED));
    }

    /** How deliveries went, as a client may know. */
    JsonObject status() {
        return JsonObject.builder()
                .put("active", !isSuspended())
                .putIfPresent("lastDeliveryAt", shown(DELIVERED_AT))
                .putIfPresent("lastError", document.string(TROUBLE))
                .putIfPresent("failedSince", shown(FAILED_SINCE))
                .build();
    }

    private @Nullable Json shown(String key) {
        Instant time = time(key);
        return time == null ? null : Json.of(time.toString());
    }

    private String text(String key) {
        return Objects.requireNonNull(document.string(key), key);
    }

    private @Nullable Instant time(String key) {
        JsonNumber millis = document.number(key);
        return millis == null ? null : Instant.ofEpochMilli(millis.exactLong().orElseThrow());
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "subscription to " + document.string(NAME) + " at revision " + revision;
    }
}
