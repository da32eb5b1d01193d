package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.wire.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session of the handshake era as a listener in this process: to all lists from its beginning, to resources one by
 * one. What it subscribed to stands in the session, so that whichever instance has its stream can tell it. Thread-safe.
 */
public final class Subscriber {
    /** Held over looks into the session too: nobody acts on what it was before somebody else changed it. */
    private final ReentrantLock turns = new ReentrantLock();

    private final Announcements announcements;
    private final KeptSession session;
    private final Listener listener = new Listener();
    private final Set<String> uris = new HashSet<>();
    private @Nullable Call stream;
    private @Nullable String streamId;
    private boolean ended;

    public Subscriber(Announcements announcements, KeptSession session) {
        this.announcements = announcements;
        this.session = session;
        announcements.listen(listener, announcements.lists());
    }

    public Listener listener() {
        return listener;
    }

    public void subscribe(String uri, Call call) throws InterruptedException {
        if (!announcements.admits(uri, call)) {
            throw McpException.of(Faults.resourceNotFound(uri, call.version()));
        }
        turns.lockInterruptibly();
        try {
            boolean listens = listen(uri, call);
            keep(uri, listens);
        } finally {
            turns.unlock();
        }
    }

    private boolean listen(String uri, Call call) throws InterruptedException {
        if (ended || uris.contains(uri)) {
            return false;
        }
        announcements.listen(listener, uri, call.caller());
        return uris.add(uri);
    }

    /** What cannot be kept is not listened to either. */
    private void keep(String uri, boolean listens) {
        try {
            if (session.update(open -> open.subscribedTo(uri)).isEmpty()) {
                throw McpException.of(Faults.invalidRequest(KeptSession.GONE));
            }
        } catch (RuntimeException e) {
            if (listens) {
                leave(uri);
            }
            throw e;
        }
    }

    public void unsubscribe(String uri) {
        turns.lock();
        try {
            session.update(open -> open.unsubscribedFrom(uri));
            leave(uri);
        } finally {
            turns.unlock();
        }
    }

    private void leave(String uri) {
        if (uris.remove(uri)) {
            announcements.leave(listener, uri);
            listener.forget(Announcement.of(uri));
        }
    }

    // --- Subscriptions that other instances took

    /**
     * The client reads its stream here from now on, on behalf of that call, and nowhere else. Which stream came last is
     * for the store to say: the news of an earlier one may arrive later.
     */
    public void open(Call call) throws InterruptedException {
        turns.lockInterruptibly();
        try {
            stream = call;
            refresh();
            String id = UUID.randomUUID().toString();
            if (session.update(open -> open.streamedOn(id)).isEmpty()) {
                end();
            }
            streamId = id;
        } finally {
            turns.unlock();
        }
    }

    /** The client reads its stream here no more; what happens is kept for it until it opens another. */
    public void close() {
        turns.lock();
        try {
            stream = null;
        } finally {
            turns.unlock();
        }
    }

    /** Whether this was ended, and is of no use to anybody. */
    public boolean hasEnded() {
        turns.lock();
        try {
            return ended;
        } finally {
            turns.unlock();
        }
    }

    /** Looks into the session. If that fails, the next look makes up for it. */
    public void look() {
        try {
            refresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Faults.log("A look into a session", e);
        }
    }

    /**
     * Listens to what the session is subscribed to by now, whichever instance took it; ends if the session has, or
     * moved on.
     */
    private void refresh() throws InterruptedException {
        turns.lockInterruptibly();
        try {
            LegacySession now = session.find().orElse(null);
            if (now == null || movedOn(now)) {
                end();
                return;
            }
            Set<String> wanted = now.subscriptions();
            List.copyOf(uris).stream().filter(uri -> !wanted.contains(uri)).forEach(this::leave);
            if (stream != null) {
                adopt(wanted, stream);
            }
        } finally {
            turns.unlock();
        }
    }

    /** Whether a stream that was opened later than the one here tells the client by now. */
    private boolean movedOn(LegacySession now) {
        return streamId != null && !streamId.equals(now.stream());
    }

    /** Nobody may have listened since the subscription was answered, so a change since then is taken for granted. */
    private void adopt(Set<String> wanted, Call call) throws InterruptedException {
        for (String uri : wanted) {
            if (!uris.contains(uri) && announcements.admits(uri, call) && listen(uri, call)) {
                listener.add(Announcement.of(uri));
            }
        }
    }

    /** Ends the session's part in everything here. */
    public void end() {
        listener.end();
        turns.lock();
        try {
            ended = true;
            announcements.leave(listener, uris);
            uris.clear();
        } finally {
            turns.unlock();
        }
    }
}
