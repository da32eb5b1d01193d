package dev.holdfast.mcp;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Sessions of the handshake era under ids nobody can guess, each of use to the caller who opened it alone. */
final class HttpSessions {
    static final String GONE = "There is no such session; begin again with initialize";
    static final String NEEDED =
            "A request of the handshake era needs the Mcp-Session-Id that initialize was answered with";

    private static final int ID_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final SessionStore store;

    HttpSessions(SessionStore store) {
        this.store = store;
    }

    String open(LegacySession session) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        store.put(id, session);
        return id;
    }

    /** The live session of that id, if it is this caller's. */
    Optional<LegacySession> find(String id, Caller caller) {
        return store.find(id).filter(session -> session.subject().equals(caller.subject()));
    }

    void replace(String id, LegacySession session) {
        store.replace(id, session);
    }

    void end(String id) {
        store.remove(id);
    }
}
