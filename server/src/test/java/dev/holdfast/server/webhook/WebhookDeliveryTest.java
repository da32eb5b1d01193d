package dev.holdfast.server.webhook;

import static dev.holdfast.server.webhook.Hooked.ALICE;
import static dev.holdfast.server.webhook.Hooked.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.EventRequest;
import dev.holdfast.mcp.webhook.WebhookGrant;
import dev.holdfast.server.events.StateEvents;
import dev.holdfast.testkit.EncryptedFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries to a real receiver, that answers in every way a receiver can. */
@Timeout(60)
final class WebhookDeliveryTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final Receiver receiver = new Receiver();
    private Hooked hooked = Hooked.open(MemoryLog.open(storage));
    private final State state =
            hooked.holdfast.as(Principal.of("alice")).open(StateSpec.unnamed()).state();
    private final String handle = state.handle().value();

    @AfterEach
    void close() {
        hooked.close();
        receiver.close();
    }

    private State state() {
        return hooked.holdfast.as(Principal.of("alice")).state(handle);
    }

    private void write(int times) {
        for (int i = 0; i < times; i++) {
            state().write(w -> w.increment("n", 1));
        }
    }

    private List<String> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(n -> handle + ":" + n).toList();
    }

    private void awaitTaken(List<String> ids) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(receiver.taken()).isEqualTo(ids));
    }

    private void awaitSuspended(boolean suspended) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rows())
                        .extracting(WebhookSubscriptions.Row::suspended)
                        .containsExactly(suspended));
    }

    private List<WebhookSubscriptions.Row> rows() {
        return new WebhookSubscriptions(hooked.holdfast).all();
    }

    private WebhookGrant subscribe() throws InterruptedException {
        return hooked.subscribe(ALICE, Hooked.of(handle), receiver.url());
    }

    // --- In order, signed, at least once

    @Test
    void events_arriveSignedInTheirOrder() throws Exception {
        WebhookGrant grant = subscribe();
        write(30);
        awaitTaken(ids(2, 31));
        assertThat(receiver.wrong()).isEmpty();
        assertThat(receiver.challenges()).isEqualTo(1);
        Receiver.Message first = receiver.seen().getFirst();
        assertThat(first.id()).isEqualTo(first.event());
        assertThat(first.subscription()).isEqualTo(grant.id());
        assertThat(first.body().keys()).containsExactlyInAnyOrder("eventId", "name", "timestamp", "data", "cursor");
        assertThat(hooked.webhooks.figures().delivered()).isEqualTo(30);
    }

    @Test
    void receiver_thatFailsGetsTheEventAgainBeforeLaterOnes() throws Exception {
        subscribe();
        receiver.answer(message -> receiver.seen().stream()
                                .filter(each -> each.event().equals(message.event()))
                                .count()
                        < 2
                ? 503
                : 200);
        write(3);
        awaitTaken(ids(2, 4));
        assertThat(receiver.seen()).hasSize(9);
        assertThat(receiver.seen().stream()
                        .filter(message -> message.event().equals(handle + ":2"))
                        .map(Receiver.Message::id)
                        .distinct())
                .hasSize(1);
        assertThat(receiver.wrong()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {410, 413})
    void event_thatIsDeclinedIsNotSentAgainAndEndsNothing(int status) throws Exception {
        subscribe();
        receiver.answer(message -> message.event().equals(handle + ":3") ? status : 200);
        write(4);
        awaitTaken(List.of(handle + ":2", handle + ":4", handle + ":5"));
        assertThat(receiver.seen()).hasSize(4);
        assertThat(hooked.webhooks.figures().declined()).isEqualTo(1);
    }

    @Test
    void state_thatIsRefusedHoldsUpNoOtherOfItsWindow() throws Exception {
        State other = hooked.holdfast
                .as(Principal.of("alice"))
                .open(StateSpec.unnamed())
                .state();
        hooked.subscribe(ALICE, JsonObject.EMPTY, receiver.url());
        AtomicBoolean refusing = new AtomicBoolean(true);
        receiver.answer(message -> refusing.get() && message.event().startsWith(handle) ? 500 : 200);
        write(1);
        other.write(w -> w.set("a", 1));
        await().until(() -> receiver.taken().contains(other.handle().value() + ":2"));
        List<Receiver.Message> early = receiver.seen();
        refusing.set(false);
        await().until(() -> receiver.taken().contains(handle + ":2"));
        for (Receiver.Message message : early) {
            assertThat(after(message, JsonObject.EMPTY)).contains(handle + ":2");
        }
        assertThat(receiver.taken()).doesNotHaveDuplicates();
    }

    /** What one has missed that goes on at the cursor of a message, the event of the message itself included. */
    private List<String> after(Receiver.Message message, JsonObject arguments) throws InterruptedException {
        EventRequest request = new EventRequest(
                "state.event", arguments, String.valueOf(message.body().string("cursor")), null, ALICE);
        try (EventReader reader = new StateEvents(hooked.holdfast).open(request)) {
            EventBatch batch = reader.read(100);
            assertThat(batch.truncated()).isFalse();
            return Stream.concat(
                            Stream.of(message.event()), batch.events().stream().map(EventOccurrence::id))
                    .toList();
        }
    }

    @Test
    void ids_ofDeliveriesMayBeTheirOwn() throws Exception {
        hooked.close();
        hooked = Hooked.open(MemoryLog.open(storage), Hooked.OPTIONS.withOwnIds());
        subscribe();
        receiver.answer(message -> receiver.seen().isEmpty() ? 500 : 200);
        write(1);
        awaitTaken(ids(2, 2));
        assertThat(receiver.seen()).extracting(Receiver.Message::id).allMatch(id -> id.startsWith("msg_event_"));
        assertThat(receiver.seen())
                .extracting(Receiver.Message::id)
                .containsOnly(receiver.seen().getFirst().id());
        assertThat(receiver.wrong()).isEmpty();
    }

    @Test
    void values_ofAnEncryptedStoreDoNotLeave() throws Exception {
        MemoryVault.Content vault = new MemoryVault.Content();
        try (Hooked sealed = Hooked.open(
                () -> Holdfast.on(MemoryLog.open())
                        .encrypted(EncryptedFixture.MASTER, MemoryVault.open(vault))
                        .open(),
                Hooked.OPTIONS,
                HostResolver.system())) {
            JsonObject values = JsonObject.of("values", Json.of(true));
            assertThatThrownBy(() -> sealed.webhooks.subscribe(
                            Hooked.request(ALICE, "state.changed", values, receiver.url(), Receiver.SECRET, null)))
                    .isInstanceOfSatisfying(
                            EventRefusal.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.INVALID));
            EventRequest request = new EventRequest("state.changed", values, null, null, ALICE);
            State secret = sealed.holdfast
                    .as(Principal.of("alice"))
                    .open(StateSpec.unnamed())
                    .state();
            try (EventReader toSend = new StateEvents(sealed.holdfast).openToSend(request);
                    EventReader toPoll = new StateEvents(sealed.holdfast).open(request)) {
                secret.write(w -> w.set("k", "a-secret"));
                assertThat(toSend.read(10).events().toString())
                        .contains(secret.handle().value())
                        .doesNotContain("a-secret");
                assertThat(toPoll.read(10).events().toString()).contains("a-secret");
            }
        }
    }

    // --- Suspended, and on again

    @Test
    void subscription_isSuspendedAfterSomeTriesAndGoesOnAtItsPlaceWhenRefreshed() throws Exception {
        hooked.close();
        hooked = Hooked.open(MemoryLog.open(storage), Hooked.OPTIONS.withPace(probing(Duration.ofHours(1))));
        String id = subscribe().id();
        AtomicBoolean down = new AtomicBoolean();
        receiver.answer(message -> down.get() ? 500 : 200);
        write(2);
        awaitTaken(ids(2, 3));
        down.set(true);
        write(20);
        awaitSuspended(true);
        assertThat(receiver.seen()).hasSize(2 + 3);
        assertThat(rows().getFirst().trouble()).isEqualTo("http_5xx");
        down.set(false);
        WebhookGrant again = subscribe();
        assertThat(again.id()).isEqualTo(id);
        JsonObject status = Objects.requireNonNull(again.status());
        assertThat(status.bool("active")).isFalse();
        assertThat(status.string("lastError")).isEqualTo("http_5xx");
        assertThat(status.has("failedSince")).isTrue();
        awaitTaken(ids(2, 23));
        awaitSuspended(false);
        assertThat(Objects.requireNonNull(subscribe().status()).toString())
                .contains("\"active\":true")
                .doesNotContain("lastError");
    }

    private static WebhookOptions.Pace probing(Duration every) {
        WebhookOptions.Pace fast = Hooked.FAST;
        return new WebhookOptions.Pace(fast.timeout(), fast.delays(), every, fast.lease(), fast.note(), fast.grace());
    }

    @Test
    void receiver_thatComesBackIsFoundWithoutARefresh() throws Exception {
        subscribe();
        AtomicBoolean down = new AtomicBoolean(true);
        receiver.answer(message -> down.get() ? 500 : 200);
        write(5);
        awaitSuspended(true);
        down.set(false);
        awaitTaken(ids(2, 6));
        awaitSuspended(false);
    }

    @Test
    void pause_thatAReceiverAsksForIsKept() throws Exception {
        subscribe();
        receiver.addToFailures("Retry-After: 1");
        receiver.answer(message -> receiver.seen().isEmpty() ? 429 : 200);
        long begun = System.nanoTime();
        write(1);
        awaitTaken(ids(2, 2));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void history_thatIsGoneIsToldAsAGap() throws Exception {
        State brief = hooked.holdfast
                .as(Principal.of("alice"))
                .open(StateSpec.unnamed().keep(Keep.revisions(2)))
                .state();
        hooked.subscribe(ALICE, Hooked.of(brief.handle().value()), receiver.url());
        AtomicBoolean down = new AtomicBoolean(true);
        receiver.answer(message -> down.get() ? 503 : 200);
        for (int i = 0; i < 9; i++) {
            brief.write(w -> w.increment("n", 1));
        }
        brief.compact();
        awaitSuspended(true);
        down.set(false);
        String name = brief.handle().value();
        await().untilAsserted(() -> assertThat(receiver.taken()).containsExactly(name + ":9", name + ":10"));
        List<Receiver.Message> taken = receiver.seen().stream()
                .filter(message -> message.status() == 200)
                .toList();
        assertThat(taken.getFirst().type()).isEqualTo("gap");
        assertThat(taken.getFirst().id()).startsWith("msg_gap_");
        assertThat(taken.getFirst().body().string("cursor")).isNotEmpty();
        assertThat(taken).hasSize(3);
    }

    // --- Hostile receivers

    @Test
    void receiver_thatHangsIsLeftAndHarmsNoOther() throws Exception {
        try (Receiver hanging = new Receiver()) {
            hanging.answer(message -> 0);
            hooked.subscribe(ALICE, Hooked.of(handle), hanging.url());
            state.share("bob", Access.READ);
            hooked.subscribe(BOB, Hooked.of(handle), receiver.url());
            write(5);
            await().untilAsserted(() -> assertThat(receiver.taken()).hasSize(5));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(rows())
                            .extracting(WebhookSubscriptions.Row::trouble)
                            .contains("timeout"));
        }
    }

    @Test
    void principal_whoseReceiversAllHangTakesItsOwnShareOnly() throws Exception {
        hooked.close();
        hooked = Hooked.open(
                MemoryLog.open(storage), Hooked.OPTIONS.withBounds(new WebhookOptions.Bounds(20, 50, 16, 4, 3, 50)));
        try (Receiver hanging = new Receiver()) {
            hanging.answer(message -> 0);
            for (String name : List.of("a", "b", "c", "d", "e", "f")) {
                Json types = JsonArray.of(Json.of("written"), Json.of(name));
                hooked.subscribe(ALICE, Hooked.of(handle).with("types", types), hanging.url());
            }
            state().share("bob", Access.READ);
            hooked.subscribe(BOB, Hooked.of(handle), receiver.url());
            write(1);
            await().until(() -> hanging.seen().size() >= 3);
            int before = receiver.taken().size();
            write(3);
            await().until(() -> receiver.taken().size() >= before + 3);
            assertThat(hanging.taken()).isEmpty();
        }
    }

    @Test
    void redirect_isAFailureAndNotFollowed() throws Exception {
        try (Receiver elsewhere = new Receiver()) {
            subscribe();
            receiver.addToFailures("Location: " + elsewhere.url());
            receiver.answer(message -> 307);
            write(1);
            awaitSuspended(true);
            assertThat(elsewhere.seen()).isEmpty();
            assertThat(rows().getFirst().trouble()).isEqualTo("http_4xx");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nx: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
                "SSH-2.0-x\r\n",
                ""
            })
    void answer_withoutEndIsLeft(String beginning) throws Exception {
        Thread serving;
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serving = Thread.ofVirtual().start(() -> endless(listening, beginning));
            String url = "http://127.0.0.1:" + listening.getLocalPort() + "/";
            assertThatThrownBy(() -> hooked.subscribe(ALICE, Hooked.of(handle), url))
                    .isInstanceOfSatisfying(
                            EventRefusal.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.CALLBACK));
            assertThat(rows()).isEmpty();
        }
        serving.join();
    }

    private static void endless(ServerSocket listening, String beginning) {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket;
                            OutputStream out = socket.getOutputStream()) {
                        while (true) {
                            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
                            out.write("x".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
                            Thread.sleep(beginning.isEmpty() ? 50 : 0);
                        }
                    } catch (IOException | InterruptedException e) {
                        // the other side has left
                    }
                });
            }
        } catch (IOException e) {
            // closed
        }
    }

    // --- Subscriptions

    @Test
    void receiver_thatDoesNotConsentGetsNothing() throws Exception {
        receiver.refuseConsent();
        assertThatThrownBy(this::subscribe).isInstanceOfSatisfying(EventRefusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.CALLBACK);
            assertThat(refusal.facts().string("reason")).isEqualTo("challenge_failed");
        });
        write(1);
        assertThat(rows()).isEmpty();
        assertThat(receiver.seen()).isEmpty();
    }

    @Test
    void refresh_replacesTheSecretAndSignsWithBothForAWhile() throws Exception {
        WebhookGrant first = subscribe();
        String next = Receiver.secret((byte) 9);
        WebhookGrant second = hooked.webhooks.subscribe(
                Hooked.request(ALICE, "state.event", Hooked.of(handle), receiver.url(), next, null));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(receiver.challenges()).isEqualTo(1);
        receiver.expectSecrets(Receiver.SECRET, next);
        write(2);
        awaitTaken(ids(2, 3));
        assertThat(receiver.wrong()).isEmpty();
        assertThat(rows().toString()).doesNotContain("whsec");
    }

    @Test
    void subscription_thatEndsIsSentNothingMore() throws Exception {
        subscribe();
        write(1);
        awaitTaken(ids(2, 2));
        assertThat(hooked.webhooks.unsubscribe(
                        Hooked.request(BOB, "state.event", Hooked.of(handle), receiver.url(), Receiver.SECRET, null)
                                .key()))
                .isFalse();
        assertThat(hooked.webhooks.unsubscribe(
                        Hooked.request(ALICE, "state.event", Hooked.of(handle), receiver.url(), Receiver.SECRET, null)
                                .key()))
                .isTrue();
        write(3);
        assertThat(rows()).isEmpty();
        try (Receiver other = new Receiver()) {
            hooked.subscribe(ALICE, Hooked.of(handle), other.url());
            write(1);
            await().until(() -> other.taken().size() == 1);
        }
        assertThat(receiver.seen()).hasSize(1);
    }

    @Test
    void life_isGrantedWithinBoundsAndOverWhenItIs() throws Exception {
        hooked.close();
        hooked = Hooked.open(
                MemoryLog.open(storage),
                Hooked.OPTIONS.withLives(new WebhookOptions.Lives(
                        Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofMillis(800))));
        subscribe();
        await().until(() -> rows().isEmpty());
        write(2);
        WebhookGrant again = subscribe();
        assertThat(again.status()).isNull();
        write(1);
        awaitTaken(ids(4, 4));
    }

    @Test
    void rights_thatAreWithdrawnEndTheSubscriptionAndAreTold() throws Exception {
        state.share("bob", Access.READ);
        hooked.subscribe(BOB, Hooked.of(handle), receiver.url());
        long before = state.read().revision();
        write(1);
        await().until(() -> !receiver.taken().isEmpty());
        state.share("bob", Access.NONE);
        write(1);
        await().until(() -> rows().isEmpty());
        Receiver.Message last = receiver.seen().getLast();
        assertThat(last.type()).isEqualTo("terminated");
        assertThat(last.id()).startsWith("msg_terminated_");
        assertThat(Objects.requireNonNull(last.body().object("error")).get("code"))
                .isEqualTo(Json.of(-32024));
        assertThat(receiver.taken()).containsExactly(handle + ":" + (before + 1));
        assertThat(receiver.wrong()).isEmpty();
    }

    @Test
    void rights_areLookedAtBeforeAnythingIsSent() {
        assertThatThrownBy(() -> hooked.subscribe(BOB, Hooked.of(handle), receiver.url()))
                .isInstanceOfSatisfying(
                        EventRefusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.FORBIDDEN));
        assertThat(receiver.challenges()).isZero();
    }

    @Test
    void quota_isLookedAtBeforeAnythingIsSent() throws Exception {
        hooked.close();
        hooked = Hooked.open(
                MemoryLog.open(storage), Hooked.OPTIONS.withBounds(new WebhookOptions.Bounds(1, 10, 16, 16, 4, 10)));
        subscribe();
        assertThatThrownBy(() -> hooked.subscribe(ALICE, JsonObject.EMPTY, receiver.url() + "&other"))
                .isInstanceOfSatisfying(EventRefusal.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(EventRefusal.Kind.EXHAUSTED);
                    assertThat(refusal.facts().get("max")).isEqualTo(Json.of(1));
                });
        assertThat(receiver.challenges()).isEqualTo(1);
        assertThat(receiver.wrong()).isEmpty();
    }

    @Test
    void challenges_toOneHostAreBounded() throws Exception {
        hooked.close();
        hooked = Hooked.open(
                MemoryLog.open(storage), Hooked.OPTIONS.withBounds(new WebhookOptions.Bounds(9, 10, 16, 16, 4, 2)));
        receiver.refuseConsent();
        for (EventRefusal.Kind kind :
                List.of(EventRefusal.Kind.CALLBACK, EventRefusal.Kind.CALLBACK, EventRefusal.Kind.EXHAUSTED)) {
            assertThatThrownBy(this::subscribe)
                    .isInstanceOfSatisfying(
                            EventRefusal.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(kind));
        }
        assertThat(receiver.challenges()).isEqualTo(2);
    }

    @Test
    void operator_pausesAndRemoves() throws Exception {
        String id = subscribe().id();
        WebhookSubscriptions operator = new WebhookSubscriptions(hooked.holdfast);
        assertThat(operator.pause(id, true)).isTrue();
        await().pollDelay(Duration.ofMillis(200))
                .until(() -> operator.all().getFirst().paused());
        write(2);
        assertThat(operator.pause(id, false)).isTrue();
        awaitTaken(ids(2, 3));
        assertThat(operator.remove(id)).isTrue();
        assertThat(operator.remove(id)).isFalse();
        assertThat(operator.pause(id, true)).isFalse();
    }
}
