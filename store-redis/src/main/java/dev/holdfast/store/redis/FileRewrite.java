package dev.holdfast.store.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Makes a server write its files anew, so that they hold nothing but what is there now: the append-only file, and the
 * dump if it makes any.
 */
final class FileRewrite {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Connection connection;
    private final long deadline = System.nanoTime() + PATIENCE_NANOS;

    private FileRewrite(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes them anew and waits for it.
     *
     * @throws RedisFailure if the server cannot, or takes too long
     */
    static boolean of(Connection connection) {
        FileRewrite rewrite = new FileRewrite(connection);
        if (rewrite.persistence().getOrDefault("aof_enabled", "0").equals("1")) {
            rewrite.write(Command.BGREWRITEAOF, "aof_last_bgrewrite_status");
        }
        if (rewrite.dumps()) {
            rewrite.write(Command.BGSAVE, "rdb_last_bgsave_status");
        }
        return true;
    }

    private void write(Command command, String status) {
        while (!began(command)) {
            pause();
        }
        if (!awaitIdle().getOrDefault(status, "ok").equals("ok")) {
            throw new RedisFailure(
                    RedisFailure.Effect.NONE, connection.getHostAndPort() + " could not write its files anew");
        }
    }

    /** False if a write that began before is under way: it may hold what was there then. */
    private boolean began(Command command) {
        awaitIdle();
        try {
            connection.executeCommand(command);
            return true;
        } catch (JedisDataException e) {
            if (e.getMessage() != null && e.getMessage().contains("in progress")) {
                return false;
            }
            throw e;
        }
    }

    private Map<String, String> awaitIdle() {
        while (true) {
            Map<String, String> now = persistence();
            boolean busy = now.getOrDefault("aof_rewrite_in_progress", "0").equals("1")
                    || now.getOrDefault("aof_rewrite_scheduled", "0").equals("1")
                    || now.getOrDefault("rdb_bgsave_in_progress", "0").equals("1");
            if (!busy) {
                return now;
            }
            pause();
        }
    }

    private void pause() {
        if (System.nanoTime() > deadline) {
            throw new RedisFailure(
                    RedisFailure.Effect.NONE, connection.getHostAndPort() + " takes too long to write its files anew");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Whether it makes dumps; one that does not tell may. */
    private boolean dumps() {
        try {
            var save = new RedisReply(connection.executeCommand(
                            new CommandArguments(Command.CONFIG).add("GET").add("save")))
                    .list();
            return save.size() < 2 || !save.get(1).text().isEmpty();
        } catch (JedisDataException e) {
            return true;
        }
    }

    private Map<String, String> persistence() {
        Map<String, String> persistence = new HashMap<>();
        new RedisReply(connection.executeCommand(new CommandArguments(Command.INFO).add("persistence")))
                .text()
                .lines()
                .filter(line -> line.contains(":"))
                .forEach(line ->
                        persistence.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
        return persistence;
    }
}
