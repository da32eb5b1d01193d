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
 * Who listens to what may change, of both eras and over all transports. Thread-safe; who announces never waits for a
 * client.
 */
public final class Announcements {
    /** Longer addresses are no resource that can be listened to. */
    public static final int MAX_URI_LENGTH = 2_048;

    private final Set<ChangeKind> kinds;
    private final SubscriptionSource source;
    private final Map<ChangeKind, Set<Listener>> listeners = new EnumMap<>(ChangeKind.class);
    private final ConcurrentMap<String, Watched> resources = new ConcurrentHashMap<>();

    /**
     * Announcements of these kinds.
     *
     * @param source looks after single resources while they are listened to
     */
    public Announcements(Set<ChangeKind> kinds, SubscriptionSource source) {
        this.kinds = kinds;
        this.source = source;
        for (ChangeKind kind : ChangeKind.values()) {
            listeners.put(kind, ConcurrentHashMap.newKeySet());
        }
    }

    /** None at all, for a client that listens to something else. */
    public static Announcements none() {
        return new Announcements(EnumSet.noneOf(ChangeKind.class), SubscriptionSource.OPEN);
    }

    /** What can be read at {@code uri} is something else now. */
    public void resourceUpdated(String uri) {
        Watched watched = resources.get(uri);
        if (watched != null) {
            watched.tell(Announcement.of(uri));
        }
    }

    /** A list is another one. */
    public void listChanged(ChangeKind list) {
        listenersTo(list).forEach(listener -> listener.add(Announcement.of(list)));
    }

    // --- Listeners

    public boolean has(ChangeKind kind) {
        return kinds.contains(kind);
    }

    /** The lists this tells of. */
    public Set<ChangeKind> lists() {
        EnumSet<ChangeKind> lists = EnumSet.copyOf(kinds);
        lists.remove(ChangeKind.RESOURCE);
        return lists;
    }

    /** Whether a resource can be listened to by whoever asks. */
    public boolean admits(String uri, RequestContext context) throws InterruptedException {
        return has(ChangeKind.RESOURCE) && uri.length() <= MAX_URI_LENGTH && source.admits(uri, context);
    }

    public void listen(Listener listener, Set<ChangeKind> lists) {
        lists.forEach(list -> listenersTo(list).add(listener));
    }

    public void listen(Listener listener, String uri, Caller caller) throws InterruptedException {
        Watched.Start start = () -> source.watch(uri, caller, () -> resourceUpdated(uri));
        Watched watched = resources.computeIfAbsent(uri, key -> new Watched());
        try {
            while (!watched.enter(listener, start)) {
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
