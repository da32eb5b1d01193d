package dev.holdfast.server.webhook;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventRequest;
import dev.holdfast.mcp.webhook.WebhookGrant;
import dev.holdfast.mcp.webhook.WebhookRequest;
import dev.holdfast.mcp.webhook.WebhookSecret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One instance: an engine on a store, and its webhooks. */
final class Hooked implements AutoCloseable {
    static final Caller ALICE = Caller.authenticated("alice");
    static final Caller BOB = Caller.authenticated("bob");

    static final WebhookOptions.Pace FAST = new WebhookOptions.Pace(
            Duration.ofMillis(600),
            List.of(Duration.ofMillis(30), Duration.ofMillis(60)),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofMillis(40),
            Duration.ofMinutes(5));

    static final WebhookOptions OPTIONS =
            WebhookOptions.standard().withLoopback(true).withPace(FAST);

    final Holdfast holdfast;
    final StateWebhooks webhooks;

    private Hooked(Holdfast holdfast, WebhookOptions options, HostResolver resolver) {
        this.holdfast = holdfast;
        this.webhooks = StateWebhooks.start(
                holdfast, options, InstantSource.system(), resolver, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    static Hooked open(CommitLog log) {
        return open(log, OPTIONS);
    }

    static Hooked open(CommitLog log, WebhookOptions options) {
        return new Hooked(Holdfast.on(log).open(), options, HostResolver.system());
    }

    static Hooked open(Supplier<Holdfast> engine, WebhookOptions options, HostResolver resolver) {
        return new Hooked(engine.get(), options, resolver);
    }

    static Hooked inMemory(WebhookOptions options) {
        return open(MemoryLog.open(), options);
    }

    static JsonObject of(String handle) {
        return JsonObject.of("state", Json.of(handle));
    }

    static WebhookRequest request(
            Caller caller, String type, JsonObject arguments, String url, String secret, @Nullable String cursor) {
        return new WebhookRequest(
                new EventRequest(type, arguments, cursor, null, caller),
                url,
                WebhookSecret.parse(secret).orElseThrow(),
                null,
                false);
    }

    WebhookGrant subscribe(Caller caller, JsonObject arguments, String url) throws InterruptedException {
        return webhooks.subscribe(request(caller, "state.event", arguments, url, Receiver.SECRET, null));
    }

    @Override
    public void close() {
        webhooks.close();
        holdfast.close();
    }
}
