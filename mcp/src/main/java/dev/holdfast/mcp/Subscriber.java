package dev.holdfast.mcp;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A session of the handshake era as a listener: to all lists from its beginning, to resources one by one. Thread-safe. */
final class Subscriber {
    private final ReentrantLock turns = new ReentrantLock();
    private final Changes changes;
    private final Listener listener = new Listener();
    private final Set<String> uris = new HashSet<>();
    private boolean ended;

    Subscriber(Changes changes) {
        this.changes = changes;
        changes.listen(listener, changes.lists());
    }

    Listener listener() {
        return listener;
    }

    void subscribe(String uri, Call call) throws InterruptedException {
        if (!changes.admits(uri, call)) {
            throw McpException.of(RpcError.resourceNotFound(uri, call.version()));
        }
        turns.lockInterruptibly();
        try {
            if (ended || uris.contains(uri)) {
                return;
            }
            if (uris.size() >= Listener.MAX_URIS) {
                throw McpException.invalidParams("A session subscribes to at most " + Listener.MAX_URIS + " resources");
            }
            changes.listen(listener, uri, call.caller());
            uris.add(uri);
        } finally {
            turns.unlock();
        }
    }

    void unsubscribe(String uri) {
        turns.lock();
        try {
            if (uris.remove(uri)) {
                changes.leave(listener, uri);
                listener.forget(Change.of(uri));
            }
        } finally {
            turns.unlock();
        }
    }

    /** Ends the session's part in everything. */
    void end() {
        listener.end();
        turns.lock();
        try {
            ended = true;
            changes.leave(listener, uris);
            uris.clear();
        } finally {
            turns.unlock();
        }
    }
}
