package dev.holdfast.mcp.internal.event;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.webhook.WebhookGrant;
import dev.holdfast.mcp.webhook.WebhookKey;
import dev.holdfast.mcp.webhook.WebhookRequest;
import dev.holdfast.mcp.webhook.WebhookSecret;
import dev.holdfast.mcp.webhook.Webhooks;
import java.time.Duration;
import java.util.Set;

/**
 * The methods of the extension that keep subscriptions: their form is checked here, the rest by {@link Webhooks}.
 * Checks go from what costs nothing to what sends requests: who calls, the type, the form.
 */
public final class WebhookMethods {
    /** The method that subscribes and refreshes. */
    public static final String SUBSCRIBE = "events/subscribe";

    /** The method that ends a subscription. */
    public static final String UNSUBSCRIBE = "events/unsubscribe";

    private static final String TTL = "ttlMs";
    private static final long LONGEST_LIFE = Duration.ofDays(36_500).toMillis();

    private final Webhooks webhooks;
    private final EventFaults faults;
    private final Set<String> types;

    WebhookMethods(Webhooks webhooks, EventFaults faults, Set<String> types) {
        this.webhooks = webhooks;
        this.faults = faults;
        this.types = types;
    }

    /** Creates or refreshes a subscription. */
    public JsonObject.Builder subscribe(Request request, Call call) throws InterruptedException {
        try {
            requirePrincipal(call.caller());
            EventParams params = new EventParams(request.params());
            if (!types.contains(params.name())) {
                throw EventRefusal.unknownType();
            }
            return result(webhooks.subscribe(checked(params, call.caller())));
        } catch (EventRefusal e) {
            throw McpException.of(faults.of(e));
        }
    }

    private WebhookRequest checked(EventParams params, Caller caller) {
        JsonObject delivery = delivery(params);
        mode(delivery);
        CallbackForm.check(url(delivery), webhooks.allowsLoopback());
        WebhookSecret secret = delivery.get("secret") instanceof JsonString text
                ? WebhookSecret.parse(text.value()).orElse(null)
                : null;
        if (secret == null) {
            throw EventRefusal.invalid("delivery.secret must be whsec_ and 24 to 64 bytes in base64");
        }
        Long life = params.integer(TTL, 1);
        boolean forever = params.params().get(TTL) instanceof JsonNull;
        Duration asked = life == null ? null : Duration.ofMillis(Math.min(life, LONGEST_LIFE));
        return new WebhookRequest(params.request(caller), url(delivery), secret, asked, forever);
    }

    private static JsonObject delivery(EventParams params) {
        if (params.given("delivery") instanceof JsonObject delivery) {
            return delivery;
        }
        throw EventRefusal.invalid("delivery must be an object");
    }

    private static String url(JsonObject delivery) {
        if (delivery.get("url") instanceof JsonString url) {
            return url.value();
        }
        throw EventRefusal.invalid("delivery.url must be a string");
    }

    private static void mode(JsonObject delivery) {
        Json mode = delivery.get("mode");
        if (mode == null || mode instanceof JsonNull) {
            return;
        }
        String name = mode instanceof JsonString text ? text.value() : "";
        switch (name) {
            case "webhook" -> {}
            case "poll", "push" -> throw EventRefusal.unsupported("deliveryMode", name);
            default -> throw EventRefusal.invalid("delivery.mode must be webhook");
        }
    }

    private static JsonObject.Builder result(WebhookGrant grant) {
        String until = grant.until() == null ? null : EventMessages.time(grant.until());
        return JsonObject.builder()
                .put("id", grant.id())
                .put("refreshBefore", EventMessages.orNull(until))
                .put("cursor", EventMessages.orNull(grant.cursor()))
                .put("truncated", grant.truncated())
                .putIfPresent("deliveryStatus", grant.status());
    }

    /** Ends a subscription of the caller, found by what it was made with. */
    public JsonObject.Builder unsubscribe(Request request, Call call) throws InterruptedException {
        try {
            requirePrincipal(call.caller());
            EventParams params = new EventParams(request.params());
            WebhookKey key = WebhookKey.of(call.caller(), url(delivery(params)), params.name(), params.arguments());
            if (!webhooks.unsubscribe(key)) {
                throw EventRefusal.unknownSubscription();
            }
            return JsonObject.builder();
        } catch (EventRefusal e) {
            throw McpException.of(faults.of(e));
        }
    }

    private void requirePrincipal(Caller caller) {
        if (!webhooks.admits(caller)) {
            throw EventRefusal.forbidden("webhooks need a caller whose credential was checked");
        }
    }
}
