package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.wire.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session of the handshake era as a listener in this process: to all lists from its beginning, to resources one by
 * one. Its subscriptions are kept in the session, so that the instance that has its stream can notify it. Thread-safe.
 */
public final class Subscriber {
    /**
     * Also held while the session is read, so that no thread acts on a session that another thread has changed since.
     */
    private final ReentrantLock turns = new ReentrantLock();

    private final Announcements announcements;
    private final KeptSession session;
    private final Listener listener = new Listener();
    private final Map<String, Place> uris = new HashMap<>();
    private @Nullable Call stream;
    private @Nullable String streamId;
    private boolean ended;

    /**
     * A place among the addresses that may be listened to.
     *
     * @param taken from the share of the one who subscribed; null if nothing is counted
     */
    private record Place(Shares.@Nullable Taken taken) {
        void leave() {
            if (taken != null) {
                taken.close();
            }
        }
    }

    public Subscriber(Announcements announcements, KeptSession session) {
        this.announcements = announcements;
        this.session = session;
        announcements.listen(listener, announcements.lists());
        listener.onWithdrawal(this::withdraw);
    }

    /** A failure of the store undoes nothing: the subscription is not admitted again. */
    private void withdraw(String uri) {
        try {
            unsubscribe(uri);
        } catch (RuntimeException e) {
            Faults.log("Ending a subscription", e);
        }
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
        if (ended || uris.containsKey(uri)) {
            return false;
        }
        Holder holder = call.flight().holder();
        Place place = new Place(holder == null ? null : holder.addresses(1));
        try {
            announcements.listen(listener, uri, call.caller());
            uris.put(uri, place);
        } finally {
            if (!uris.containsKey(uri)) {
                place.leave();
            }
        }
        return true;
    }

    /** A subscription that cannot be stored is undone. */
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
        Place place = uris.remove(uri);
        if (place != null) {
            place.leave();
            announcements.leave(listener, uri);
            listener.forget(Announcement.of(uri));
        }
    }

    // --- Subscriptions that other instances took

    /**
     * Makes this instance the only one that streams to the client, on behalf of that call. The store decides which
     * stream was opened last, since notifications of earlier streams may arrive late.
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

    /** Stops streaming to the client here; changes stay pending until it opens another stream. */
    public void close() {
        turns.lock();
        try {
            stream = null;
        } finally {
            turns.unlock();
        }
    }

    /** Whether this subscriber has ended and can no longer be used. */
    public boolean hasEnded() {
        turns.lock();
        try {
            return ended;
        } finally {
            turns.unlock();
        }
    }

    /** Adopts changes that other instances made to the session. A failure is logged; the next call catches up. */
    public void look() {
        try {
            refresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Faults.log("Reading a session", e);
        }
    }

    /**
     * Listens to the current subscriptions of the session, including those taken by other instances; ends if the
     * session has ended or has a newer stream elsewhere.
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
            List.copyOf(uris.keySet()).stream()
                    .filter(uri -> !wanted.contains(uri))
                    .forEach(this::leave);
            if (stream != null) {
                adopt(wanted, stream);
            }
        } finally {
            turns.unlock();
        }
    }

    /** Whether the client has opened a newer stream elsewhere. */
    private boolean movedOn(LegacySession now) {
        return streamId != null && !streamId.equals(now.stream());
    }

    /** A change since the subscription was answered may have been missed, so one is announced to be safe. */
    private void adopt(Set<String> wanted, Call call) throws InterruptedException {
        for (String uri : wanted) {
            if (!uris.containsKey(uri) && announcements.admits(uri, call) && listen(uri, call)) {
                listener.add(Announcement.of(uri));
            }
        }
    }

    /** Ends all listening of the session here. */
    public void end() {
        listener.end();
        turns.lock();
        try {
            ended = true;
            announcements.leave(listener, uris.keySet());
            uris.values().forEach(Place::leave);
            uris.clear();
        } finally {
            turns.unlock();
        }
    }
}
