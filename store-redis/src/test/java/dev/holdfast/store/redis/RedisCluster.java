package dev.holdfast.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** A cluster of three servers without replicas, on loopback. */
final class RedisCluster implements AutoCloseable {
    private static final int SERVERS = 3;
    private static final int SLOTS = 16_384;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<RedisProcess> servers = new ArrayList<>();

    RedisCluster() {
        List<String> options = new ArrayList<>(RedisProcess.DURABLE);
        options.addAll(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "30000"));
        for (int i = 0; i < SERVERS; i++) {
            servers.add(RedisProcess.start(options));
        }
        for (int i = 0; i < SERVERS; i++) {
            try (Connection connection = servers.get(i).connect()) {
                CommandArguments slots = new CommandArguments(Command.CLUSTER).add("ADDSLOTS");
                IntStream.range(SLOTS * i / SERVERS, SLOTS * (i + 1) / SERVERS).forEach(slots::add);
                connection.executeCommand(slots);
                connection.executeCommand(new CommandArguments(Command.CLUSTER)
                        .add("MEET")
                        .add("127.0.0.1")
                        .add(servers.getFirst().port()));
            }
        }
        servers.forEach(RedisCluster::awaitWhole);
    }

    List<RedisProcess> servers() {
        return servers;
    }

    /** The address of a store that is not there yet. */
    String newStore() {
        String hosts =
                servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
        return "redis-cluster://" + hosts + "/?shards=4&prefix=t" + UUID.randomUUID();
    }

    private static void awaitWhole(RedisProcess server) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            try (Connection connection = server.connect()) {
                String info = new RedisReply(
                                connection.executeCommand(new CommandArguments(Command.CLUSTER).add("INFO")))
                        .text();
                if (info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + SERVERS)) {
                    return;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new IllegalStateException("the cluster did not come together");
    }

    @Override
    public void close() {
        servers.forEach(RedisProcess::close);
    }
}
