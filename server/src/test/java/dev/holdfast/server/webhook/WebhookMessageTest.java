package dev.holdfast.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventOccurrence;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is sent of an event. */
final class WebhookMessageTest {
    private static JsonObject sent(JsonObject data) {
        EventOccurrence event = new EventOccurrence("st_1:2", Instant.EPOCH, data, "c");
        WebhookMessage message = WebhookMessage.event("st_1:2", "state.event", event, "c");
        assertThat(message.body()).hasSizeLessThan(262_145);
        return (JsonObject) Json.parse(message.body());
    }

    @Test
    void event_thatIsTooLargeKeepsWhatIsRequired() {
        JsonObject data = JsonObject.of("state", Json.of("st_1"), "revision", Json.of(2));
        assertThat(sent(data.with("keys", Json.of("k"))).get("data")).isEqualTo(data.with("keys", Json.of("k")));
        JsonObject large = sent(data.with("keys", Json.of("k".repeat(300_000))));
        assertThat(large.get("data")).isEqualTo(data);
        assertThat(large.string("cursor")).isEqualTo("c");
        assertThat(large.string("eventId")).isEqualTo("st_1:2");
    }

    @Test
    void idOfADelivery_isThatOfItsSubscriptionAndEvent() {
        String id = WebhookMessage.ownId("sub_1", "st_1:2");
        assertThat(id).matches("msg_event_[0-9a-f]{32}").isEqualTo(WebhookMessage.ownId("sub_1", "st_1:2"));
        assertThat(id).isNotEqualTo(WebhookMessage.ownId("sub_2", "st_1:2"));
        assertThat(id).isNotEqualTo(WebhookMessage.ownId("sub_1", "st_1:3"));
    }
}
