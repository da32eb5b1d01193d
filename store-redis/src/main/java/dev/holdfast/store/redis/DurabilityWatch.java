package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Durability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * What the servers of a store promise, and whether they still do. They are asked when the store is opened, with every
 * new connection, and once a minute while something is appended. A store that has become weaker than it said takes no
 * more appends: it never acknowledges less than was promised. Safe for use by many threads.
 */
final class DurabilityWatch {
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final RedisAddress address;
    private volatile Durability promised = Durability.EPHEMERAL;
    private volatile String evidence = "";
    private final Map<HostAndPort, String> broken = new ConcurrentHashMap<>();
    private volatile long asked = System.nanoTime();

    DurabilityWatch(RedisAddress address) {
        this.address = address;
    }

    /**
     * Finds out what all servers together promise.
     *
     * @param failOver whether another server may take the place of one of them
     */
    void promise(List<ServerSettings> servers, boolean failOver) {
        servers.forEach(settings -> settings.requireUsable(address.cluster()));
        Set<String> weak = new TreeSet<>();
        servers.forEach(settings -> weak.addAll(settings.weaknesses()));
        if (failOver) {
            weak.add("the cluster has replicas, and one that takes over may lack the newest changes");
        }
        promised = weak.isEmpty() ? Durability.LOCAL : Durability.EPHEMERAL;
        String software = String.join(
                ", ", servers.stream().map(ServerSettings::software).distinct().toList());
        evidence = software
                + (address.cluster() ? " cluster" : "")
                + (weak.isEmpty()
                        ? ", appendonly=yes, appendfsync=always, no-appendfsync-on-rewrite=no, no replicas"
                        : "; an acknowledged change may be lost: " + String.join("; ", weak));
        asked = System.nanoTime();
    }

    Durability promised() {
        return promised;
    }

    /** Why that can be promised, or why no more. */
    String evidence() {
        return evidence;
    }

    /**
     * Looks at a server again.
     *
     * @throws RedisFailure if it has become a replica, so that it must not be read either
     */
    void look(ServerSettings settings) {
        String unusable = settings.unusable();
        if (settings.info().getOrDefault("role", "master").equals("slave")) {
            throw new RedisFailure(RedisFailure.Effect.NONE, settings.server() + " " + unusable);
        }
        List<String> weak = promised == Durability.LOCAL ? settings.weaknesses() : List.of();
        String now = Stream.concat(Stream.of(unusable), weak.stream())
                .filter(why -> !why.isEmpty())
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
        if (now.isEmpty()) {
            broken.remove(settings.server());
        } else {
            broken.put(
                    settings.server(),
                    settings.server() + " no longer keeps what the store promises: " + now
                            + ". Set it back, or start again what uses the store");
        }
    }

    /** Whether it is time to look again. */
    boolean isDue() {
        return System.nanoTime() - asked > AGAIN_NANOS;
    }

    /** It was looked at all servers. */
    void looked() {
        asked = System.nanoTime();
    }

    /** Throws if a server keeps less than was promised. */
    void require() {
        broken.values().stream().findFirst().ifPresent(why -> {
            throw new RedisFailure(RedisFailure.Effect.NONE, why);
        });
    }

    /** Looks at a server with a connection to it. */
    void look(Connection connection) {
        look(ServerSettings.of(connection.getHostAndPort(), connection));
    }
}
