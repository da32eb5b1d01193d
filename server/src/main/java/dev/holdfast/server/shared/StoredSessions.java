package dev.holdfast.server.shared;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.SessionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the handshake era as internal states, one each: every instance on the store knows them, also after a
 * restart.
 */
public final class StoredSessions implements SessionStore {
    private static final String SESSION = "session";

    /** Sessions kept for one principal at the same time. */
    private static final int SHARE = 10_000;

    private final Holdfast holdfast;
    private final InternalStates sessions;
    private final SessionNews news;
    private final Terms terms;

    /**
     * @param idle how long a session lives after its last recorded use; use is recorded only in the second half of that
     *     time
     */
    public StoredSessions(Holdfast holdfast, Duration idle) {
        this.holdfast = holdfast;
        this.sessions = holdfast.internal("session");
        this.news = new SessionNews(holdfast);
        this.terms = Terms.unlessUnused(idle);
    }

    /** Beginning a session counts as a call, and takes the caller's share of bytes, since it is stored for days. */
    @Override
    public void put(String id, LegacySession session) {
        Principal principal = new Principal(session.subject());
        Callers.admit(holdfast, principal);
        JsonObject document = JsonObject.of(SESSION, session.toJson());
        InternalStates kept = sessions.onBehalfOf(principal, SHARE);
        if (!Callers.limited(() -> kept.create(id, document, terms))) {
            throw new IllegalStateException("a session id was used before");
        }
    }

    @Override
    public Optional<LegacySession> find(String id) {
        return sessions.find(id).map(view -> session(view.document().get(SESSION)));
    }

    @Override
    public Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
        AtomicReference<LegacySession> changed = new AtomicReference<>();
        return Anticipated.orElse(Optional.empty(), Set.of(Failure.Code.NOT_FOUND), () -> {
            sessions.state(id).update(SESSION, json -> {
                changed.set(change.apply(session(json)));
                return changed.get().toJson();
            });
            return Optional.of(changed.get());
        });
    }

    @Override
    public boolean remove(String id) {
        return sessions.erase(id);
    }

    @Override
    public void tell(String id, JsonObject message) {
        news.tell(id, message);
    }

    @Override
    public Following follow(Receiver receiver) {
        return news.follow(receiver);
    }

    private static LegacySession session(@Nullable Json json) {
        if (json instanceof JsonObject object) {
            return LegacySession.fromJson(object);
        }
        throw new IllegalStateException("a stored session is an object");
    }
}
