package dev.holdfast.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.LogLevel;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The promises of every store of sessions to the protocol layer. The store may be shared with other tests. */
public interface SessionStoreContract {
    /**
     * Opens another client of the store, as another instance would. Its sessions live for {@link #idle()} without use.
     */
    SessionStore open();

    /** How long a session lives without use. */
    Duration idle();

    /** Lets time pass for the store. */
    void pass(Duration time);

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static LegacySession session(String... subscriptions) {
        JsonObject capabilities = JsonObject.of("elicitation", JsonObject.of("form", JsonObject.EMPTY));
        return new LegacySession(
                "https://issuer.example#ädä",
                ProtocolVersion.V2025_06_18,
                capabilities,
                LogLevel.WARNING,
                Set.of(subscriptions),
                "stream-1");
    }

    private static LegacySession subscribed(LegacySession session, String uri) {
        Set<String> more = new HashSet<>(session.subscriptions());
        more.add(uri);
        return new LegacySession(
                session.subject(),
                session.version(),
                session.clientCapabilities(),
                session.logLevel(),
                more,
                session.stream());
    }

    @Test
    default void session_isFoundByEveryClientAsItWasPut() {
        String id = newId();
        SessionStore store = open();
        LegacySession bare = new LegacySession("ada", ProtocolVersion.V2025_03_26, JsonObject.EMPTY);
        assertThat(store.find(id)).isEmpty();
        store.put(id, session("test://a", "test://\"b\" \u2603"));
        String other = newId();
        store.put(other, bare);
        assertThat(open().find(id)).contains(session("test://a", "test://\"b\" \u2603"));
        assertThat(open().find(other)).contains(bare);
    }

    @Test
    default void update_isSeenByEveryClient() {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        assertThat(open().update(id, session -> subscribed(session, "test://a")))
                .contains(session("test://a"));
        assertThat(store.find(id)).contains(session("test://a"));
        assertThat(store.update(id, session -> session)).contains(session("test://a"));
    }

    @Test
    default void update_thatFailsChangesNothing() {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        IllegalStateException failure = new IllegalStateException("no");
        assertThatThrownBy(() -> store.update(id, session -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(store.find(id)).contains(session());
    }

    @Test
    default void updates_atTheSameTimeAreAllThere() throws Exception {
        String id = newId();
        open().put(id, session());
        List<Future<?>> updates = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                SessionStore store = open();
                String name = "test://" + thread + "/";
                updates.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        String uri = name + i;
                        store.update(id, session -> subscribed(session, uri));
                    }
                }));
            }
        }
        for (Future<?> update : updates) {
            update.get();
        }
        assertThat(open().find(id).orElseThrow().subscriptions()).hasSize(40);
    }

    @Test
    default void session_thatWasRemovedIsGoneForEveryClient() {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        assertThat(open().remove(id)).isTrue();
        assertThat(store.remove(id)).isFalse();
        assertThat(store.find(id)).isEmpty();
        assertThat(store.update(id, session -> session)).isEmpty();
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    default void session_thatIsNotUsedIsGone() {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        pass(idle());
        assertThat(store.find(id)).isEmpty();
        assertThat(store.update(id, session -> session)).isEmpty();
        assertThat(store.remove(id)).isFalse();
    }

    @Test
    default void session_thatIsUsedThroughAnyClientLivesOn() {
        Duration most = idle().multipliedBy(3).dividedBy(4);
        String id = newId();
        open().put(id, session());
        pass(most);
        assertThat(open().find(id)).isPresent();
        pass(most);
        assertThat(open().update(id, session -> session)).isPresent();
        pass(most);
        assertThat(open().find(id)).isPresent();
    }

    // --- Messages

    /** The messages received for one session. */
    final class Told implements AutoCloseable {
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private final SessionStore.Following following;

        private Told(SessionStore store, String id) {
            this.following = store.follow((session, message) -> {
                if (session.equals(id)) {
                    messages.add(message);
                }
            });
        }

        private Set<JsonObject> next(int different) throws InterruptedException {
            Set<JsonObject> told = new HashSet<>();
            while (told.size() < different) {
                JsonObject message = messages.poll(20, TimeUnit.SECONDS);
                assertThat(message).as("after %s", told).isNotNull();
                told.add(message);
            }
            return told;
        }

        @Override
        public void close() {
            following.close();
        }
    }

    private static JsonObject message(int number) {
        return JsonObject.of(
                "jsonrpc", Json.of("2.0"), "id", Json.of("s-" + number), "result", Json.of("\u2603\n\u0000"));
    }

    @Test
    default void message_reachesAllWhoFollow() throws Exception {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        try (Told here = new Told(store, id);
                Told there = new Told(open(), id)) {
            store.tell(newId(), message(0));
            store.tell(id, message(1));
            open().tell(id, message(2));
            assertThat(here.next(2)).containsExactlyInAnyOrder(message(1), message(2));
            assertThat(there.next(2)).containsExactlyInAnyOrder(message(1), message(2));
        }
    }

    @Test
    default void message_ofASessionThatEndedReachesAllWhoFollow() throws Exception {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        try (Told there = new Told(open(), id)) {
            store.remove(id);
            store.tell(id, message(1));
            assertThat(there.next(1)).containsExactly(message(1));
        }
    }

    @Test
    default void messages_atTheSameTimeAllArrive() throws Exception {
        String id = newId();
        open().put(id, session());
        try (Told there = new Told(open(), id)) {
            try (var threads = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < 100; i++) {
                    SessionStore store = open();
                    JsonObject message = message(i);
                    threads.execute(() -> store.tell(id, message));
                }
            }
            assertThat(there.next(100)).hasSize(100);
        }
    }

    @Test
    default void follower_thatClosedIsLeftAlone() throws Exception {
        String id = newId();
        SessionStore store = open();
        store.put(id, session());
        Told gone = new Told(store, id);
        gone.close();
        gone.close();
        try (Told there = new Told(store, id)) {
            store.tell(id, message(1));
            there.next(1);
        }
        assertThat(gone.messages).isEmpty();
    }
}
