package dev.holdfast.store.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The servers of a cluster, as one of them tells who has which slots. Asked again after a key was found elsewhere. */
final class ClusterServers implements RedisServers {
    private final RedisConnector connector;
    private final Consumer<Connection> firstUse;
    private final Map<HostAndPort, RedisServer> servers = new ConcurrentHashMap<>();
    private volatile Slots slots = new Slots(new TreeMap<>(), false);
    private volatile boolean stale = true;

    /** @param first the server of each range of slots, by the first of them */
    private record Slots(NavigableMap<Integer, HostAndPort> first, boolean replicated) {}

    ClusterServers(RedisConnector connector, Consumer<Connection> firstUse) {
        this.connector = connector;
        this.firstUse = firstUse;
    }

    @Override
    public RedisServer of(byte[] key) {
        Map.Entry<Integer, HostAndPort> range = known().first().floorEntry(JedisClusterCRC16.getSlot(key));
        if (range == null) {
            throw new RedisFailure(RedisFailure.Effect.NONE_YET, "no server of the cluster has a part of the store");
        }
        return at(range.getValue());
    }

    @Override
    public RedisServer at(HostAndPort server) {
        return servers.computeIfAbsent(server, at -> new RedisServer(at, connector, firstUse));
    }

    @Override
    public List<RedisServer> all() {
        return new LinkedHashSet<>(known().first().values())
                .stream().map(this::at).toList();
    }

    @Override
    public boolean failOver() {
        return known().replicated();
    }

    @Override
    public void moved() {
        stale = true;
    }

    private Slots known() {
        return stale ? asked() : slots;
    }

    private synchronized Slots asked() {
        if (!stale) {
            return slots;
        }
        Set<HostAndPort> askable = new LinkedHashSet<>(slots.first().values());
        askable.addAll(connector.address().servers());
        RedisFailure last = new RedisFailure(RedisFailure.Effect.NONE, "no server of the cluster is known");
        for (HostAndPort server : askable) {
            try (Connection connection = connector.connect(server)) {
                slots = slots(server, connection);
                stale = false;
                return slots;
            } catch (RedisFailure e) {
                last = e;
            } catch (JedisException e) {
                last = new RedisFailure(
                        RedisFailure.Effect.NONE, server + " does not tell of its cluster: " + e.getMessage());
            }
        }
        throw last;
    }

    private static Slots slots(HostAndPort asked, Connection connection) {
        NavigableMap<Integer, HostAndPort> first = new TreeMap<>();
        boolean replicated = false;
        for (RedisReply range :
                new RedisReply(connection.executeCommand(new CommandArguments(Command.CLUSTER).add("SLOTS"))).list()) {
            List<RedisReply> parts = range.list();
            List<RedisReply> primary = parts.get(2).list();
            String host = primary.get(0).text();
            first.put((int) parts.get(0).number(), new HostAndPort(host.isEmpty() ? asked.getHost() : host, (int)
                    primary.get(1).number()));
            replicated |= parts.size() > 3;
        }
        return new Slots(first, replicated);
    }

    @Override
    public void close() {
        new ArrayList<>(servers.values()).forEach(RedisServer::close);
    }
}
