package dev.holdfast.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.webhook.WebhookSecret;
import dev.holdfast.testkit.Crowd;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits behind receivers that hang is looked at again before it goes. */
final class DeliveryTest {
    private static final WebhookOptions OPTIONS =
            WebhookOptions.standard().withBounds(new WebhookOptions.Bounds(20, 50, 16, 4, 1, 50));

    private final Receiver hanging = new Receiver();
    private final Receiver receiver = new Receiver();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final AtomicBoolean sees = new AtomicBoolean(true);
    private final WebhookSender sender = new WebhookSender(
            new PinnedSender(
                    new AddressRule(true),
                    HostResolver.system(),
                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    OPTIONS.pace().timeout(),
                    InstantSource.system()),
            InstantSource.system(),
            OPTIONS.bounds());

    @AfterEach
    void close() {
        hangs.countDown();
        hanging.close();
        receiver.close();
    }

    @Test
    void eventWhoseRightEndsWhileItWaits_isNotSent() throws Exception {
        Future<Delivery.Outcome> waiting = waitingBehindAnother();
        sees.set(false);
        hangs.countDown();

        assertThat(Crowd.join(waiting).done()).isFalse();
        assertThat(receiver.seen()).isEmpty();
    }

    @Test
    void eventThatWaitedLong_isSentAllTheSame() throws Exception {
        Future<Delivery.Outcome> waiting = waitingBehindAnother();
        hangs.countDown();

        assertThat(Crowd.join(waiting).done()).isTrue();
        assertThat(receiver.taken()).containsExactly("st_b:1");
    }

    /** The one request that a principal may have on its way goes to a receiver that hangs; another event waits. */
    private Future<Delivery.Outcome> waitingBehindAnother() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        hanging.answer(message -> {
            arrived.countDown();
            awaitEnd();
            return 200;
        });
        Future<Delivery.Outcome> first = Crowd.start(() -> send(hanging, "st_a:1"));
        arrived.await();
        assertThat(first).isNotDone();
        Future<Delivery.Outcome> second = Crowd.start(() -> send(receiver, "st_b:1"));
        await().until(() -> sender.waiting("bob") == 1);
        return second;
    }

    private void awaitEnd() {
        try {
            hangs.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Delivery.Outcome send(Receiver to, String event) throws InterruptedException {
        return new Delivery(sender, new WebhookCounts(), false)
                .send(new Delivery.Round(
                        new WebhookSender.Target("sub", "bob", URI.create(to.url())),
                        "state.event",
                        List.of(WebhookSecret.parse(Receiver.SECRET).orElseThrow()),
                        List.of(new EventOccurrence(event, Instant.EPOCH, JsonObject.EMPTY, "1")),
                        "0",
                        "1",
                        () -> true,
                        state -> sees.get()));
    }
}
