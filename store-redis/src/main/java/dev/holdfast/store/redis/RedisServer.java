package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * One server and a bounded number of connections to it. Callers that find all of them in use wait, also if they are
 * interrupted: what they ask for is carried out all the same. Safe for use by many threads.
 */
final class RedisServer implements AutoCloseable {
    /** The most connections of one client to a server, apart from the one that listens. */
    static final int MOST_CONNECTIONS = 8;

    /** After so long a time without use a connection is tried before something is sent that cannot be repeated. */
    private static final long IDLE_NANOS = 5_000_000_000L;

    private final HostAndPort at;
    private final RedisConnector connector;
    private final Consumer<Connection> firstUse;
    private final Semaphore permits = new Semaphore(MOST_CONNECTIONS, true);
    private final Deque<Idle> idle = new ArrayDeque<>();
    private volatile boolean closed;

    private record Idle(Connection connection, long since) {}

    /** @param firstUse done with every new connection before anything else; what it throws fails the caller */
    RedisServer(HostAndPort at, RedisConnector connector, Consumer<Connection> firstUse) {
        this.at = at;
        this.connector = connector;
        this.firstUse = firstUse;
    }

    HostAndPort at() {
        return at;
    }

    /** Uses a connection. One that breaks is closed, and so are those that are not in use, which may be broken too. */
    <T> T use(Function<Connection, T> work) {
        permits.acquireUninterruptibly();
        try {
            Connection connection = connection();
            boolean done = false;
            try {
                T answer = work.apply(connection);
                done = true;
                return answer;
            } finally {
                giveBack(connection, done);
            }
        } finally {
            permits.release();
        }
    }

    private Connection connection() {
        Connection kept = takeIdle();
        if (kept != null) {
            return kept;
        }
        Connection connection = connector.connect(at);
        boolean usable = false;
        try {
            firstUse.accept(connection);
            usable = true;
            return connection;
        } finally {
            if (!usable) {
                RedisConnector.drop(connection);
            }
        }
    }

    private @Nullable Connection takeIdle() {
        for (Idle next = poll(); next != null; next = poll()) {
            if (System.nanoTime() - next.since < IDLE_NANOS || answers(next.connection)) {
                return next.connection;
            }
            RedisConnector.drop(next.connection);
        }
        return null;
    }

    private @Nullable Idle poll() {
        synchronized (idle) {
            if (closed) {
                throw StoreUnavailableException.closed();
            }
            return idle.pollLast();
        }
    }

    private static boolean answers(Connection connection) {
        try {
            return connection.ping();
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    private void giveBack(Connection connection, boolean done) {
        if (!done && connection.isBroken()) {
            RedisConnector.drop(connection);
            dropIdle();
            return;
        }
        synchronized (idle) {
            idle.addLast(new Idle(connection, System.nanoTime()));
        }
    }

    private void dropIdle() {
        synchronized (idle) {
            idle.forEach(each -> RedisConnector.drop(each.connection));
            idle.clear();
        }
    }

    /** Waits for what is under way, and closes all connections. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
        }
        permits.acquireUninterruptibly(MOST_CONNECTIONS);
        dropIdle();
        permits.release(MOST_CONNECTIONS);
    }
}
