package dev.holdfast.mcp.internal.event;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventDefinition;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.EventRequest;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the extension {@value #EXTENSION}: one subscription a request, and nothing kept between two but by
 * {@link WebhookMethods}.
 */
public final class EventMethods {
    /** The name of the extension. */
    public static final String EXTENSION = "io.modelcontextprotocol/events";

    /** The method that lists types. */
    public static final String LIST = "events/list";

    /** The method that asks for a batch. */
    public static final String POLL = "events/poll";

    /** The method that streams. */
    public static final String STREAM = "events/stream";

    /** The settings of the extension: the types never change, so no change of their list is announced. */
    public static final JsonObject SETTINGS = JsonObject.EMPTY;

    /** When clients poll again that may find something. They round it up to this. */
    private static final long SOON = 1_000;

    private static final JsonArray DELIVERY = JsonArray.of(Json.of("poll"), Json.of("push"));

    private static final JsonArray WITH_WEBHOOKS = DELIVERY.appended(Json.of("webhook"));

    private final EventPolicy policy;
    private final EventFaults faults;
    private final Map<String, EventDefinition> types;

    /** @throws IllegalArgumentException if two types have the same name */
    public EventMethods(EventPolicy policy) {
        this.policy = policy;
        this.faults = EventFaults.of(policy);
        this.types = policy.source().definitions().stream()
                .collect(Collectors.toUnmodifiableMap(EventDefinition::name, Function.identity(), (one, other) -> {
                    throw new IllegalArgumentException("There are two types of events named " + one.name());
                }));
    }

    /** Those of webhooks; null if there are none. */
    public @Nullable WebhookMethods webhooks() {
        return policy.webhooks() == null ? null : new WebhookMethods(policy.webhooks(), faults, types.keySet());
    }

    /** Whether the capability is declared under {@code events} too. */
    public boolean declaredTwice() {
        return policy.prototypeCapability();
    }

    /** The refusal of a stream for want of room. */
    public RpcError exhausted(RpcError limit) {
        JsonObject facts = limit.data() instanceof JsonObject known ? known : JsonObject.EMPTY;
        return faults.of(EventRefusal.exhausted(facts.with("limit", Json.of("subscriptions"))));
    }

    /** The types as listed. */
    public List<JsonObject> definitions() {
        return policy.source().definitions().stream()
                .map(type -> JsonObject.builder()
                        .put("name", type.name())
                        .put("description", type.description())
                        .put("delivery", policy.webhooks() == null ? DELIVERY : WITH_WEBHOOKS)
                        .put("inputSchema", type.inputSchema())
                        .put("payloadSchema", type.payloadSchema())
                        .build())
                .toList();
    }

    /** Answers a poll. Without a cursor nothing is replayed: it tells where the present is. */
    public JsonObject.Builder poll(Request request, Call call) throws InterruptedException {
        EventParams params = new EventParams(request.params());
        return answered(() -> {
            Long asked = params.integer("maxEvents", 1);
            long most = asked == null ? policy.batch() : Math.min(asked, policy.mostInBatch());
            EventRequest subscription = checked(params, call);
            try (EventReader reader = policy.source().open(subscription)) {
                return subscription.cursor() == null
                        ? result(subscription.name(), new EventBatch(List.of(), reader.cursor(), false, false))
                        : result(subscription.name(), reader.read((int) most));
            }
        });
    }

    private JsonObject.Builder result(String name, EventBatch batch) {
        boolean soon = batch.more() || !batch.events().isEmpty();
        long next = policy.pollInterval().toMillis();
        return JsonObject.builder()
                .put(
                        "events",
                        JsonArray.copyOf(batch.events().stream()
                                .map(event -> event.toJson(name))
                                .toList()))
                .put("cursor", EventMessages.orNull(batch.cursor()))
                .put("truncated", batch.truncated())
                .put("hasMore", batch.more())
                .put("nextPollMs", soon ? Math.min(SOON, next) : next);
    }

    /** Streams the events of a subscription until it ends. */
    public void stream(Request request, Call call) throws InterruptedException {
        answered(() -> {
            EventRequest subscription = checked(new EventParams(request.params()), call);
            try (EventReader reader = policy.source().open(subscription)) {
                new EventStreaming(policy, faults, request, call, reader).run();
            }
            return true;
        });
    }

    private EventRequest checked(EventParams params, Call call) {
        if (!types.containsKey(params.name())) {
            throw EventRefusal.unknownType();
        }
        return params.request(call.caller());
    }

    /** What may be refused. */
    private interface Refusable<T> {
        T answer() throws InterruptedException;
    }

    private <T> T answered(Refusable<T> work) throws InterruptedException {
        try {
            return work.answer();
        } catch (EventRefusal e) {
            throw McpException.of(faults.of(e));
        }
    }
}
