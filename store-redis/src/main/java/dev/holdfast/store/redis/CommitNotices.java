package dev.holdfast.store.redis;

import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.StoreInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Wakes readers of the feed when any client has committed: one connection and one thread for all of them, from the
 * first that waits on. A notice may be lost, so readers look again after a while in any case, and often while nothing
 * is heard. Safe for use by many threads.
 */
final class CommitNotices implements AutoCloseable {
    /** How long a reader waits before it looks again without having heard anything. */
    private static final long LISTENING_MILLIS = 1_000;

    /** The same while the connection is not there. */
    private static final long DEAF_MILLIS = 50;

    private static final long RETRY_NANOS = 200_000_000;

    private final RedisServers servers;
    private final RedisConnector connector;
    private final String channel;
    private final List<Wakeups> shards;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile @Nullable Connection listening;
    private volatile boolean heard;
    private volatile boolean closed;

    CommitNotices(RedisServers servers, RedisConnector connector, StoreInfo info) {
        this.servers = servers;
        this.connector = connector;
        this.channel = connector.address().prefix() + ":" + info.id();
        this.shards = IntStream.range(0, info.shards())
                .mapToObj(shard -> new Wakeups())
                .toList();
    }

    /** Where commits are told: no two stores share it, in whatever database they are. */
    String channel() {
        return channel;
    }

    /** To be asked before the feed is looked at, and passed to {@link #await}. */
    long version(int shard) {
        return shards.get(shard).version();
    }

    /** Readers of a shard look at once. */
    void raise(int shard) {
        shards.get(shard).raise();
    }

    /** Waits until there may be something new since a version, for a limited time. */
    void await(int shard, long seen, long millis) throws InterruptedException {
        start();
        shards.get(shard).await(seen, Math.min(millis, heard ? LISTENING_MILLIS : DEAF_MILLIS));
    }

    private void start() {
        if (thread.get() == null) {
            Thread started =
                    Thread.ofPlatform().daemon().name("holdfast-redis-notices").unstarted(this::run);
            if (thread.compareAndSet(null, started)) {
                started.start();
            }
        }
    }

    private void run() {
        while (!closed) {
            try (Connection connection = connector.connect(any())) {
                listening = connection;
                connection.sendCommand(new CommandArguments(Command.SUBSCRIBE).add(channel));
                while (!closed) {
                    hear(new RedisReply(connection.getOne()).list());
                }
            } catch (JedisException | RedisFailure e) {
                heard = false; // Lost, or silent for long. Until it is there again, readers look by themselves.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** In a cluster every server tells what was told on any. */
    private HostAndPort any() {
        List<RedisServer> all = servers.all();
        return all.get(ThreadLocalRandom.current().nextInt(all.size())).at();
    }

    /** A notice, or that listening has begun: what was committed before was not told. */
    private void hear(List<RedisReply> told) {
        heard = true;
        boolean notice = told.size() == 3 && told.getFirst().text().equals("message");
        String shard = notice ? new String(told.get(2).bytes(), StandardCharsets.UTF_8) : "";
        for (int each = 0; each < shards.size(); each++) {
            if (!notice || shard.equals(Integer.toString(each))) {
                raise(each);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection connection = listening;
        if (connection != null) {
            RedisConnector.drop(connection);
        }
        shards.forEach(Wakeups::raise);
    }
}
