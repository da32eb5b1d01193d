package dev.holdfast.mcp.internal.flight;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.SubscriptionSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The listeners to each kind of change, of both eras and over all transports. Thread-safe; announcing a change never
 * waits for a client.
 */
public final class Announcements {
    /** Resources with longer URIs cannot be listened to. */
    public static final int MAX_URI_LENGTH = 2_048;

    private final Set<ChangeKind> kinds;
    private final SubscriptionSource source;
    private final Map<ChangeKind, Set<Listener>> listeners = new EnumMap<>(ChangeKind.class);
    private final ConcurrentMap<String, Watched> resources = new ConcurrentHashMap<>();

    /**
     * Announcements of these kinds.
     *
     * @param source watches single resources while a client listens to them
     */
    public Announcements(Set<ChangeKind> kinds, SubscriptionSource source) {
        this.kinds = kinds;
        this.source = source;
        for (ChangeKind kind : ChangeKind.values()) {
            listeners.put(kind, ConcurrentHashMap.newKeySet());
        }
    }

    /** Announcements of no kind, for a client that listens only to tasks. */
    public static Announcements none() {
        return new Announcements(EnumSet.noneOf(ChangeKind.class), SubscriptionSource.OPEN);
    }

    /** The contents of the resource {@code uri} changed. */
    public void resourceUpdated(String uri) {
        Watched watched = resources.get(uri);
        if (watched != null) {
            watched.tell(Announcement.of(uri));
        }
    }

    /**
     * Callers may have lost access to a resource: those that did are told nothing more of it. The watch is left on
     * another thread, since this one may be its own.
     */
    private void accessChanged(String uri) {
        Watched watched = resources.get(uri);
        if (watched == null) {
            return;
        }
        for (Listener refused : watched.refuse(caller -> source.stillAdmits(uri, caller))) {
            refused.forget(Announcement.of(uri));
            Thread.ofVirtual().name("mcp-withdrawal").start(() -> {
                leave(refused, uri);
                refused.withdraw(uri);
            });
        }
    }

    /** A list changed. */
    public void listChanged(ChangeKind list) {
        listenersTo(list).forEach(listener -> listener.add(Announcement.of(list)));
    }

    // --- Listeners

    public boolean has(ChangeKind kind) {
        return kinds.contains(kind);
    }

    /** The lists whose changes are announced. */
    public Set<ChangeKind> lists() {
        EnumSet<ChangeKind> lists = EnumSet.copyOf(kinds);
        lists.remove(ChangeKind.RESOURCE);
        return lists;
    }

    /** Whether the caller may listen to a resource. */
    public boolean admits(String uri, RequestContext context) throws InterruptedException {
        return has(ChangeKind.RESOURCE) && uri.length() <= MAX_URI_LENGTH && source.admits(uri, context);
    }

    public void listen(Listener listener, Set<ChangeKind> lists) {
        lists.forEach(list -> listenersTo(list).add(listener));
    }

    public void listen(Listener listener, String uri, Caller caller) throws InterruptedException {
        Watched.Start start = () -> source.watch(uri, caller, () -> resourceUpdated(uri), () -> accessChanged(uri));
        Watched watched = resources.computeIfAbsent(uri, key -> new Watched());
        try {
            while (!watched.enter(listener, caller, start)) {
                resources.remove(uri, watched);
                watched = resources.computeIfAbsent(uri, key -> new Watched());
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            leave(listener, uri);
            throw e;
        }
    }

    void leave(Listener listener, String uri) {
        Watched watched = resources.get(uri);
        if (watched != null && watched.leave(listener)) {
            resources.remove(uri, watched);
        }
    }

    public void leave(Listener listener, Iterable<String> uris) {
        listeners.values().forEach(some -> some.remove(listener));
        uris.forEach(uri -> leave(listener, uri));
    }

    /** How many resources are watched. */
    public int watched() {
        return resources.size();
    }

    private Set<Listener> listenersTo(ChangeKind list) {
        return listeners.getOrDefault(list, Set.of());
    }
}
