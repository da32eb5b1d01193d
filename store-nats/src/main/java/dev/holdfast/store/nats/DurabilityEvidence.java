package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What acknowledged commits survive, and why that can be said. Only what is read from the servers counts: each must
 * sync before it acknowledges, which none does unless it is configured so.
 *
 * @param durability what can be promised
 * @param text why, for people to read; the same for every client of a store that is opened alike
 */
record DurabilityEvidence(Durability durability, String text) {
    private static final int MAJORITY_OF_THREE = 3;

    static DurabilityEvidence of(StreamCreation.Created streams, List<URI> monitors) {
        Map<String, ServerMonitor.Seen> seen = new TreeMap<>();
        Set<String> unread = new TreeSet<>();
        for (URI monitor : monitors) {
            ServerMonitor.Seen server = ServerMonitor.read(monitor);
            if (server == null) {
                unread.add(monitor.getHost() + ":" + monitor.getPort());
            } else {
                seen.put(server.name(), server);
            }
        }
        String kept = "kept on " + streams.replicas() + (streams.replicas() == 1 ? " server" : " servers");
        if (monitors.isEmpty()) {
            return new DurabilityEvidence(
                    Durability.PROCESS,
                    kept + "; whether they sync is unknown: name their monitoring pages by monitor=");
        } else if (!unread.isEmpty()) {
            return new DurabilityEvidence(
                    Durability.PROCESS,
                    kept + "; the monitoring page of " + String.join(", ", unread) + " cannot be read");
        }
        return of(streams, seen, kept);
    }

    private static DurabilityEvidence of(
            StreamCreation.Created streams, Map<String, ServerMonitor.Seen> seen, String kept) {
        Set<String> unknown = new TreeSet<>(streams.servers());
        unknown.removeAll(seen.keySet());
        List<String> unsynced = seen.values().stream()
                .filter(server -> !server.syncsAlways())
                .map(ServerMonitor.Seen::name)
                .toList();
        if (!unknown.isEmpty()) {
            return new DurabilityEvidence(
                    Durability.PROCESS,
                    kept + "; no monitoring page was named of server " + String.join(", ", unknown));
        } else if (!unsynced.isEmpty()) {
            return new DurabilityEvidence(
                    Durability.PROCESS,
                    kept + "; without sync_interval: always on server " + String.join(", ", unsynced));
        }
        List<String> old = seen.values().stream()
                .filter(server -> !server.isRecent())
                .map(ServerMonitor.Seen::name)
                .toList();
        if (!old.isEmpty()) {
            return new DurabilityEvidence(
                    Durability.PROCESS, kept + "; version 2.14 or newer is needed on server " + String.join(", ", old));
        }
        boolean many = streams.replicas() >= MAJORITY_OF_THREE;
        return new DurabilityEvidence(
                many ? Durability.QUORUM : Durability.LOCAL,
                kept + ", synced before each acknowledgement: sync_always on server "
                        + String.join(", ", seen.keySet()));
    }

    /**
     * Refuses to go on with less than what is demanded.
     *
     * @throws StoreUnavailableException saying what is missing
     */
    void require(Durability least) {
        if (durability.compareTo(least) < 0) {
            throw StoreUnavailableException.unusable("durability " + name(least) + " is demanded, and only "
                    + name(durability) + " can be promised: " + text);
        }
    }

    private static String name(Durability durability) {
        return durability.name().toLowerCase(Locale.ROOT);
    }
}
