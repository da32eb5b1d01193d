package dev.holdfast.mcp;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where a server says that something changed, for whichever clients listen, of both eras and over all transports. Thread-safe;
 * nothing here waits for a client. What happens several times before a client reads of it is told once.
 */
public final class Changes {
    private final Set<ChangeKind> kinds;
    private final SubscriptionSource source;
    private final Map<ChangeKind, Set<Listener>> listeners = new EnumMap<>(ChangeKind.class);
    private final ConcurrentMap<String, Watched> resources = new ConcurrentHashMap<>();

    private Changes(Set<ChangeKind> kinds, SubscriptionSource source) {
        this.kinds = kinds;
        this.source = source;
        for (ChangeKind kind : ChangeKind.values()) {
            listeners.put(kind, ConcurrentHashMap.newKeySet());
        }
    }

    /**
     * Changes of these kinds; only those are promised to clients.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Changes of(ChangeKind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("There is at least one kind of change to tell of");
        }
        return new Changes(EnumSet.copyOf(List.of(kinds)), SubscriptionSource.OPEN);
    }

    /** No changes at all, for whoever listens to something else. */
    static Changes none() {
        return new Changes(EnumSet.noneOf(ChangeKind.class), SubscriptionSource.OPEN);
    }

    /** Changes of these kinds and of single resources, which {@code source} looks after while somebody listens. */
    public static Changes of(SubscriptionSource source, ChangeKind... kinds) {
        EnumSet<ChangeKind> all = EnumSet.of(ChangeKind.RESOURCE, kinds);
        return new Changes(all, source);
    }

    /** What can be read at {@code uri} is something else now. */
    public void resourceUpdated(String uri) {
        Watched watched = resources.get(uri);
        if (watched != null) {
            watched.tell(Change.of(uri));
        }
    }

    /** The list of resources is another one. */
    public void resourcesListChanged() {
        tell(ChangeKind.RESOURCES_LIST);
    }

    /** The list of tools is another one. */
    public void toolsListChanged() {
        tell(ChangeKind.TOOLS_LIST);
    }

    /** The list of prompts is another one. */
    public void promptsListChanged() {
        tell(ChangeKind.PROMPTS_LIST);
    }

    private void tell(ChangeKind list) {
        listenersTo(list).forEach(listener -> listener.add(Change.of(list)));
    }

    // --- Listeners

    boolean has(ChangeKind kind) {
        return kinds.contains(kind);
    }

    /** The lists this tells of. */
    Set<ChangeKind> lists() {
        EnumSet<ChangeKind> lists = EnumSet.copyOf(kinds);
        lists.remove(ChangeKind.RESOURCE);
        return lists;
    }

    /** Whether a resource can be listened to by whoever asks. */
    boolean admits(String uri, RequestContext context) throws InterruptedException {
        return has(ChangeKind.RESOURCE) && uri.length() <= Listener.MAX_URI_LENGTH && source.admits(uri, context);
    }

    void listen(Listener listener, Set<ChangeKind> lists) {
        lists.forEach(list -> listenersTo(list).add(listener));
    }

    void listen(Listener listener, String uri, Caller caller) throws InterruptedException {
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

    void leave(Listener listener, Iterable<String> uris) {
        listeners.values().forEach(some -> some.remove(listener));
        uris.forEach(uri -> leave(listener, uri));
    }

    /** How many resources are watched. */
    int watched() {
        return resources.size();
    }

    private Set<Listener> listenersTo(ChangeKind list) {
        return listeners.getOrDefault(list, Set.of());
    }
}
