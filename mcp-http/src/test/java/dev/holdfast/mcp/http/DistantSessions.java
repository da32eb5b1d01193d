package dev.holdfast.mcp.http;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.fixture.Peer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The way of one instance to a store it shares: sessions travel as text, and the way can be cut. */
final class DistantSessions implements SessionStore {
    /** The methods that fail. */
    final Set<String> cut = ConcurrentHashMap.newKeySet();

    /** The ids that were looked up. */
    final BlockingQueue<String> found = new LinkedBlockingQueue<>();

    /** What was told from here. */
    final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();

    /** How often it was begun to listen to what is told. */
    final AtomicInteger follows = new AtomicInteger();

    private final SessionStore store;

    DistantSessions(SessionStore store) {
        this.store = store;
    }

    @Override
    public void put(String id, LegacySession session) {
        pass("put");
        store.put(id, carried(session));
    }

    @Override
    public Optional<LegacySession> find(String id) {
        pass("find");
        found.add(id);
        return store.find(id).map(DistantSessions::carried);
    }

    @Override
    public Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
        pass("update");
        return store.update(id, session -> carried(change.apply(carried(session))));
    }

    @Override
    public boolean remove(String id) {
        pass("remove");
        return store.remove(id);
    }

    @Override
    public void tell(String id, JsonObject message) {
        pass("tell");
        JsonObject carried = Peer.object(message.toString());
        told.add(carried);
        store.tell(id, carried);
    }

    @Override
    public Following follow(Receiver receiver) {
        follows.incrementAndGet();
        return store.follow(receiver);
    }

    private void pass(String method) {
        if (cut.contains(method)) {
            throw new IllegalStateException("a secret address");
        }
    }

    private static LegacySession carried(LegacySession session) {
        return LegacySession.fromJson((JsonObject) Json.parse(session.toJson().toString()));
    }
}
